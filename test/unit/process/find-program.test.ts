import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findProgram } from '../../../server/process/find-program.ts';
import { SetupProblem } from '../../../server/secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'find-program-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('finding a program', () => {
  it('takes the preferred name, and only what can be run', async () => {
    mkdirSync(join(folder, 'first/openstudio-test-a'), { recursive: true });
    mkdirSync(join(folder, 'second'), { recursive: true });
    for (const name of ['openstudio-test-a', 'openstudio-test-b']) {
      writeFileSync(join(folder, 'second', name), '#!/bin/sh\n');
      chmodSync(join(folder, 'second', name), 0o755);
    }
    writeFileSync(join(folder, 'first/openstudio-test-b'), 'not a program', { mode: 0o600 });
    const path = `relative:${join(folder, 'first')}:${join(folder, 'second')}`;
    const search = { names: ['openstudio-test-a', 'openstudio-test-b'], notInstalled: 'missing', path };
    expect(await findProgram(search)).toBe(join(folder, 'second/openstudio-test-a'));
  });

  it('says in its own words what to install', async () => {
    const search = {
      names: ['openstudio-test-absent'],
      notInstalled: 'It is not installed. Run: this.',
      path: '',
    };
    await expect(findProgram(search)).rejects.toThrow(new SetupProblem('It is not installed. Run: this.'));
  });
});
