/** What a host listens to by himself, and where somebody stands between left and right: at his own page, and at a listener's decoder. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createGuestLink,
  enterStudio,
  hearsTone,
  latch,
  leaveSoundAlone,
  onAir,
  openBrowser,
  type Person,
  setFader,
  strip,
} from '../support/browser/person.ts';
import { MountListener } from '../support/mount-listener.ts';
import { hearsSteadily } from '../support/steady-level.ts';
import { type Studio, startStudio } from '../support/studio.ts';
import { StudioVisitor, type VisitorOptions } from '../support/studio-visitor.ts';
import { until } from '../support/until.ts';

const HOST_HZ = 440;
const GINA = { name: 'Gina Guest', toneHz: 880 };
const GREG = { name: 'Greg Guest', toneHz: 1300 };
/** Amplitude in dBFS; the RMS of a sine is 3 dB less. */
const LEVEL_DB = -26;
const RMS_BELOW_DB = 3.01;
const GONE_DB = -65;
/** What two codecs leave of a level, and a clock that is being caught up of a tone at 1.3 kHz. */
const TOLERANCE_DB = 1;

let studio: Studio;
let host: Person;
let credential: VisitorOptions['credential'];
const guests: StudioVisitor[] = [];
const listeners: MountListener[] = [];

beforeAll(async () => {
  studio = await startStudio();
  host = await openBrowser('Hanna Host', HOST_HZ, { levelDb: LEVEL_DB });
  await enterStudio(host, studio.ownerLink, { headphones: true });
  const link = await createGuestLink(host);
  await host.page.getByRole('button', { name: 'Invite', exact: true }).click();
  credential = { kind: 'invite', token: new URL(link).pathname.split('/').at(-1) ?? '' };
  await comesIn(GINA);
  await host.page.getByRole('button', { name: 'Go live' }).click();
  await onAir(host);
});

afterAll(async () => {
  for (const listener of listeners) listener.close();
  for (const guest of guests) guest.vanish();
  await host?.close();
  await studio?.stop();
});

async function comesIn({ name, toneHz }: typeof GINA): Promise<void> {
  const levelDb = LEVEL_DB - RMS_BELOW_DB;
  guests.push(await StudioVisitor.enter({ studioUrl: studio.url, credential, name, toneHz, levelDb }));
  await leaveSoundAlone(host, name);
  await latch(strip(host, name).getByRole('button', { name: 'On air' }), true);
}

async function listen(side: 'both' | 'left' | 'right'): Promise<MountListener> {
  const listener = await MountListener.open(`http://127.0.0.1:${studio.icecastPort}/main.mp3`, side);
  listeners.push(listener);
  return listener;
}

/** The host comes to hear exactly these of the three tones. */
async function hostHears(...toneHz: readonly number[]): Promise<void> {
  await until(`the host hears ${toneHz.join(' and ')} Hz alone`, async () => {
    const heard = await Promise.all([HOST_HZ, GINA.toneHz, GREG.toneHz].map((hz) => hearsTone(host, hz)));
    return [HOST_HZ, GINA.toneHz, GREG.toneHz].every((hz, index) => heard[index] === toneHz.includes(hz));
  });
}

test('a cue is for the own headphones: those alone are heard there who are cued, and listeners hear everybody', async () => {
  const cue = (name: string) => strip(host, name).getByRole('button', { name: 'Cue' });
  const listener = await listen('both');
  await hostHears(GINA.toneHz);

  await latch(cue(host.name), true);
  await hostHears(HOST_HZ);
  // Who comes in now is not heard by the host, either.
  await comesIn(GREG);
  await hostHears(HOST_HZ);
  await listener.hears(GREG.toneHz, LEVEL_DB - 6);
  await latch(cue(GREG.name), true);
  await hostHears(HOST_HZ, GREG.toneHz);
  await latch(cue(host.name), false);
  await hostHears(GREG.toneHz);
  const heard = { levelDb: LEVEL_DB, toleranceDb: TOLERANCE_DB };
  for (const { toneHz } of [GINA, GREG]) await hearsSteadily(listener, toneHz, heard);

  await latch(cue(GREG.name), false);
  await hostHears(GINA.toneHz, GREG.toneHz);
});

test('pan moves somebody to one side, and leaves the others where they are', async () => {
  const [left, right] = await Promise.all([listen('left'), listen('right')]);
  const pan = strip(host, GINA.name).getByRole('slider', { name: 'Pan' });
  const at = (levelDb: number) => ({ levelDb, toleranceDb: TOLERANCE_DB });
  await hearsSteadily(left, GINA.toneHz, at(LEVEL_DB));
  await hearsSteadily(right, GINA.toneHz, at(LEVEL_DB));

  // The power of both sides together stays, so one side alone has 3 dB more.
  await setFader(pan, -1);
  expect(await pan.getAttribute('aria-valuetext')).toBe('100 % left');
  await hearsSteadily(left, GINA.toneHz, at(LEVEL_DB + 3.01));
  await right.misses(GINA.toneHz, GONE_DB);

  await setFader(pan, 0.5);
  await hearsSteadily(
    left,
    GINA.toneHz,
    at(LEVEL_DB + 20 * Math.log10(Math.SQRT2 * Math.cos((1.5 * Math.PI) / 4))),
  );
  await hearsSteadily(
    right,
    GINA.toneHz,
    at(LEVEL_DB + 20 * Math.log10(Math.SQRT2 * Math.sin((1.5 * Math.PI) / 4))),
  );

  await pan.dblclick();
  await hearsSteadily(right, GINA.toneHz, at(LEVEL_DB));
  for (const side of [left, right]) await hearsSteadily(side, GREG.toneHz, at(LEVEL_DB));
  expect(host.errors).toEqual([]);
});
