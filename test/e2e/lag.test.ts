/** A host who speaks reads in the studio how long after him listeners hear it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterStudio, openBrowser, type Person } from '../support/browser/person.ts';
import { type Studio, startStudio } from '../support/studio.ts';

const LAG_TEXT = /Listeners hear this \d+\.\d s later/;

let studio: Studio;
let host: Person;

beforeAll(async () => {
  studio = await startStudio();
  host = await openBrowser('Hanna Host', 300, { speaks: true });
});

afterAll(async () => {
  await host?.close();
  await studio?.stop();
});

test('the lag stands beside each mount once it is known', async () => {
  await enterStudio(host, studio.ownerLink, { headphones: true });
  await expect(host.page.getByText(LAG_TEXT).count()).resolves.toBe(0);
  await host.page.getByRole('button', { name: 'Go live' }).click();
  for (const index of [0, 1]) await host.page.getByText(LAG_TEXT).nth(index).waitFor({ timeout: 45_000 });
});

test('figures and readiness follow what our own listener hears', async () => {
  const metrics = await (await fetch(new URL('/metrics', studio.url))).text();
  for (const mount of ['main.mp3', 'main.opus']) {
    expect(metrics).toContain(`studio_mount_heard{mount="${mount}"} 1`);
    expect(metrics).toContain(`studio_mount_lag_seconds{mount="${mount}"} `);
    expect(metrics).toContain(`studio_mount_loudness_dbfs{mount="${mount}"} -`);
  }
  const readiness = await (await fetch(new URL('/readyz', studio.url))).json();
  expect(readiness).toMatchObject({ status: 'ready' });
  expect(readiness.checks).toContainEqual({
    name: 'programs on air are heard',
    critical: false,
    ok: true,
  });
});
