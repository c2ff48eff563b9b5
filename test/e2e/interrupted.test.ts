/** A guest whose phone takes the microphone away, and a host whose headset is switched off: what the console says, and that it stops saying it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGuestLink, enterStudio, openBrowser, type Person, strip } from '../support/browser/person.ts';
import { takePictures } from '../support/browser/picture.ts';
import { checkScreen } from '../support/browser/screen.ts';
import { type Studio, startStudio } from '../support/studio.ts';

const SILENT_DB = -200;

let studio: Studio;
let host: Person;
let guest: Person;

beforeAll(async () => {
  studio = await startStudio();
  [host, guest] = await Promise.all([
    openBrowser('Hanna Host', 440, { levelDb: SILENT_DB }),
    openBrowser('Gustav Guest', 1000),
  ]);
  await guest.page.addInitScript(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await ask(constraints);
      Reflect.set(window, 'microphoneTrack', stream.getAudioTracks()[0]);
      return stream;
    };
  });
});

afterAll(async () => {
  await Promise.allSettled([host?.close(), guest?.close()]);
  await studio?.stop();
});

/** What a phone does when a call comes or ends: the track says so, and no page can do it by itself. */
async function phoneCall(isOn: boolean): Promise<void> {
  await guest.page.evaluate((muted) => {
    const track: unknown = Reflect.get(window, 'microphoneTrack');
    if (!(track instanceof MediaStreamTrack)) throw new Error('No microphone was asked for.');
    Object.defineProperty(track, 'muted', { configurable: true, get: () => muted });
    track.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  }, isOn);
}

test('a host reads that the phone of a guest has taken the microphone, until it gives it back', async () => {
  await enterStudio(host, studio.ownerLink, { headphones: true });
  await enterStudio(guest, await createGuestLink(host), { headphones: true });
  await host.page.getByRole('button', { name: 'Invite', exact: true }).click();
  const told = strip(host, guest.name).getByText('Interrupted');
  await strip(host, guest.name).getByText('Guest', { exact: true }).waitFor();
  await phoneCall(true);
  await told.waitFor();
  expect(await told.getAttribute('title')).toContain('perhaps for a phone call');
  await guest.page.getByText('Your device has taken the microphone away').waitFor();
  await checkScreen(guest.page, 'guest-interrupted');

  await strip(host, host.name).getByText('No sound').waitFor();
  await checkScreen(host.page, 'interrupted');
  await host.page.emulateMedia({ forcedColors: 'active' });
  await takePictures(host.page, 'forced-colors');
  await host.page.emulateMedia({ forcedColors: 'none' });

  await phoneCall(false);
  await told.waitFor({ state: 'detached' });
});

test('a guest who mutes himself during the call is muted and nothing else', async () => {
  await phoneCall(true);
  await strip(host, guest.name).getByText('Interrupted').waitFor();
  await guest.page.getByRole('button', { name: 'Mute microphone' }).click();
  await strip(host, guest.name).getByText('Muted', { exact: true }).waitFor();
  expect(host.errors).toEqual([]);
});
