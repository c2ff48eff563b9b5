/** When the web app is built again. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { webIsBuilt, webSourceDigest, webStamp } from '../../../server/setup/web-build.mjs';

let repository: string;

async function put(path: string, text: string) {
  const file = join(repository, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

beforeEach(async () => {
  repository = await mkdtemp(join(tmpdir(), 'openstudio-web-'));
  await put('package-lock.json', '{}');
  await put('studio-web/main.tsx', 'a');
  await put('server/protocol/commands.ts', 'b');
  await put('server/room/room.ts', 'c');
  await put('studio-web/dist/index.html', 'built');
  await put('node_modules/.openstudio-web', await webStamp(repository, await webSourceDigest(repository)));
});

afterEach(async () => {
  await rm(repository, { recursive: true });
});

test('not when nothing changed', async () => {
  expect(await webIsBuilt(repository)).toBe(true);
});

test('not when only the server or the result changed', async () => {
  await put('server/room/room.ts', 'changed');
  await put('studio-web/dist/assets/extra.js', 'more');
  expect(await webIsBuilt(repository)).toBe(true);
});

test.each([
  'studio-web/main.tsx',
  'studio-web/views/new.tsx',
  'server/protocol/commands.ts',
  'package-lock.json',
])('when %s changed', async (path) => {
  await put(path, 'changed');
  expect(await webIsBuilt(repository)).toBe(false);
});

test('when a file only got another name', async () => {
  await rm(join(repository, 'studio-web/main.tsx'));
  await put('studio-web/app.tsx', 'a');
  expect(await webIsBuilt(repository)).toBe(false);
});

test('when somebody else put another build there', async () => {
  await put('studio-web/dist/index.html', 'built by hand, from who knows what');
  expect(await webIsBuilt(repository)).toBe(false);
});

test('when the result is gone', async () => {
  await rm(join(repository, 'studio-web/dist'), { recursive: true });
  expect(await webIsBuilt(repository)).toBe(false);
});
