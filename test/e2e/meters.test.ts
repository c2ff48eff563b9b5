/** A full console on air: all its meters move at every frame, and React has nothing to do with it. How cheaply is for the bench to say. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leaveSoundAlone, setFader, strip } from '../support/browser/person.ts';
import { takePictures } from '../support/browser/picture.ts';
import { countCommits } from '../support/browser/react-commits.ts';
import { type FullConsole, openFullConsole, STRIPS } from '../support/full-console.ts';
import { until } from '../support/until.ts';

const FRAMES = 240;
/** The clocks of the page change once a second; whatever is drawn with React at each frame would be far above. */
const COMMITS_PER_FRAME_MAX = 1 / 10;

let console: FullConsole;
let commits: () => Promise<number>;

beforeAll(async () => {
  console = await openFullConsole({
    prepare: async ({ page }) => {
      commits = await countCommits(page);
    },
  });
});

afterAll(() => console?.close());

test('twelve meters move at every frame, while React changes nothing but clocks', async () => {
  const { page } = console.host;
  const meters = page.getByRole('meter', { name: 'Level', exact: true });
  await until('every meter shows sound', async () => {
    const all = await meters.all();
    const levels = await Promise.all(all.map((meter) => meter.getAttribute('aria-valuenow')));
    return all.length === STRIPS && levels.every((level) => Number(level) > -60);
  });
  await takePictures(page, 'full-console');
  // Those that are scrolled out of the console rest.
  await meters.last().scrollIntoViewIfNeeded();
  const before = await commits();
  const pictures = await page.evaluate((frames) => {
    const canvas = [
      ...document.querySelectorAll<HTMLCanvasElement>('[role="meter"][aria-label="Level"] canvas'),
    ].at(-1);
    if (canvas === undefined) throw new Error('There is no meter.');
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {
      willReadFrequently: true,
    });
    return new Promise<number>((resolve) => {
      const seen = new Set<string>();
      let left = frames;
      const look = (): void => {
        copy?.clearRect(0, 0, canvas.width, canvas.height);
        copy?.drawImage(canvas, 0, 0);
        seen.add(String(copy?.getImageData(0, 0, canvas.width, canvas.height).data));
        left -= 1;
        if (left > 0) requestAnimationFrame(look);
        else resolve(seen.size);
      };
      requestAnimationFrame(look);
    });
  }, FRAMES);
  expect(pictures).toBeGreaterThan(FRAMES / 10);
  expect((await commits()) - before).toBeLessThan(FRAMES * COMMITS_PER_FRAME_MAX);
});

test('a voice that hits the ceiling lights the word CLIP, which stays until it is clicked', async () => {
  const { host, guests } = console;
  const guest = guests.at(-1);
  if (guest === undefined) throw new Error('There is no guest.');
  const own = strip(host, guest.name);
  await leaveSoundAlone(host, guest.name);
  const clip = own.getByRole('button', { name: 'CLIP: press to clear' });
  expect(await clip.count()).toBe(0);
  const trim = own.getByRole('slider', { name: 'Trim' });
  await setFader(trim, 6);
  const meter = own.getByRole('meter', { name: 'Level' });
  const spokenDb = async () => Number(await meter.getAttribute('aria-valuenow'));
  await until('the word is lit, and the number has been as high', async () => {
    guest.microphone.setTone(guest.toneHz, 0);
    return (await clip.isVisible()) && (await spokenDb()) > -3;
  });
  await setFader(trim, 0);
  // The number is of the loudest in half a second, so nothing of what clipped is left in this one.
  await until('the voice is quiet again', async () => (await spokenDb()) < -20);
  expect(await clip.isVisible()).toBe(true);
  await clip.click();
  await clip.waitFor({ state: 'detached' });
});
