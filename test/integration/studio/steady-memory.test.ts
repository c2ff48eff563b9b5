/** A busy room does not make the server take more memory for what it forgets at once. */
import { expect, onTestFinished, test } from 'vitest';
import { showSlug } from '#protocol/ids.ts';
import { type Studio, startStudio } from '../../support/studio.ts';
import { StudioVisitor } from '../../support/studio-visitor.ts';

const VISITS = 12;
/** Two halves of the size in server/setup/heap-flags.mjs. */
const YOUNG_MAX_MIB = 8;

async function youngMib({ url }: Studio): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const bytes = /^nodejs_heap_space_size_total_bytes\{space="new"\} (\d+)$/m.exec(text)?.[1];
  return Number(bytes ?? Number.NaN) / 1024 / 1024;
}

test('the space for young objects has its size from the start, and keeps it while people come and go', async () => {
  const studio = await startStudio();
  onTestFinished(async () => {
    await studio.stop();
  });
  expect(await youngMib(studio)).toBeLessThanOrEqual(YOUNG_MAX_MIB);
  const claimed = await fetch(studio.ownerLink, { redirect: 'manual' });
  const cookie = claimed.headers.get('set-cookie')?.split(';')[0] ?? '';
  for (let visit = 1; visit <= VISITS; visit += 1) {
    const visitor = await StudioVisitor.enter({
      studioUrl: studio.url,
      credential: { kind: 'owner', show: showSlug.parse('main') },
      cookie,
      name: `Visitor ${visit}`,
      toneHz: 1000,
      levelDb: -20,
    });
    visitor.leave();
  }
  expect(await youngMib(studio)).toBeLessThanOrEqual(YOUNG_MAX_MIB);
});
