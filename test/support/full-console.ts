/** A host with Chromium at a console of twelve strips, on air, on which every level moves all the time. */
import { createGuestLink, enterStudio, onAir, openBrowser, type Person } from './browser/person.ts';
import { type Studio, startStudio } from './studio.ts';
import { StudioVisitor } from './studio-visitor.ts';
import { randomFrom } from './synthetic/random.ts';
import { until } from './until.ts';

export const STRIPS = 12;

const FIRST_HZ = 400;
const STEP_HZ = 100;
/** Twelve together stay below the limiter. */
const LOUD_DB = -26;
const QUIET_DB = -50;
/** As long as a syllable. */
const SYLLABLE_MS = 150;
const SEED = 15;

export type FullConsole = {
  readonly studio: Studio;
  readonly host: Person;
  readonly guests: readonly StudioVisitor[];
  close(): Promise<void>;
};

export type FullConsoleOptions = {
  /** Called with the host's browser before the studio is opened in it. */
  readonly prepare?: (host: Person) => Promise<void>;
  /** What the browser's command is put behind. */
  readonly launcher?: readonly string[];
};

export async function openFullConsole({ prepare, launcher = [] }: FullConsoleOptions): Promise<FullConsole> {
  const studio = await startStudio();
  const host = await openBrowser('Hanna Host', FIRST_HZ, { speaks: true, launcher });
  const guests: StudioVisitor[] = [];
  const random = randomFrom(SEED);
  let syllable: ReturnType<typeof setInterval> | undefined;
  const close = async () => {
    clearInterval(syllable);
    for (const guest of guests) guest.leave();
    await host.close();
    await studio.stop();
  };
  try {
    await prepare?.(host);
    await enterStudio(host, studio.ownerLink, { headphones: true });
    const link = await createGuestLink(host);
    await host.page.getByRole('button', { name: 'Invite', exact: true }).click();
    for (let number = 1; number < STRIPS; number += 1) {
      guests.push(
        await StudioVisitor.enter({
          studioUrl: studio.url,
          credential: { kind: 'invite', token: new URL(link).pathname.split('/').at(-1) ?? '' },
          name: `Guest ${number}`,
          toneHz: FIRST_HZ + STEP_HZ * number,
          levelDb: LOUD_DB,
          hears: false,
        }),
      );
    }
    syllable = setInterval(() => {
      for (const guest of guests) guest.microphone.setTone(guest.toneHz, random() < 0.5 ? LOUD_DB : QUIET_DB);
    }, SYLLABLE_MS);
    const { page } = host;
    await page.getByRole('button', { name: 'Go live' }).click();
    await onAir(host);
    const buttons = page.getByRole('button', { name: 'On air', exact: true });
    await until('all strips are there', async () => (await buttons.count()) === STRIPS);
    for (const button of await buttons.all()) {
      if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
    }
    return { studio, host, guests, close };
  } catch (error) {
    await close();
    throw error;
  }
}
