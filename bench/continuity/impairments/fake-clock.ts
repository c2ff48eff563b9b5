/**
 * A wall clock that can be set while programs run: libfaketime in front of the C library of the studio and of the programs that it starts.
 * Monotonic time is left alone, as it is when a real clock is set.
 */
import { globSync } from 'node:fs';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findProgram } from '../../../server/process/find-program.ts';
import type { Closings } from '../closings.ts';
import { NotRunnable } from '../not-runnable.ts';

/** The one for programs with threads. */
const LIBRARY = '/usr/{lib,lib64,lib/*,local/lib}/faketime/libfaketimeMT.so.1';
const LIBRARY_MISSING = 'libfaketime is not there (Debian: apt-get install faketime).';
/** How often programs look whether the clock was set, in s of the real clock. */
const LOOK_EVERY_S = 1;
/** The studio hands few settings on to what it starts, so those find the clock in scripts in front of them. */
const PROGRAMS = [['icecast2', 'icecast'], ['turnserver']];

export class FakeClock {
  readonly #folder: string;
  readonly #library: string;

  /** Throws NotRunnable where libfaketime or a program is missing. */
  static async make(closings: Closings): Promise<FakeClock> {
    const [library] = globSync(LIBRARY);
    if (library === undefined) throw new NotRunnable(LIBRARY_MISSING);
    const folder = await mkdtemp(path.join(tmpdir(), 'openstudio-bench-clock-'));
    const clock = closings.add(new FakeClock(folder, library), (it) => it.remove());
    // The programs run as accounts of their own.
    await chmod(folder, 0o755);
    await clock.set(0);
    for (const names of PROGRAMS) {
      const file = await findProgram({ names, notInstalled: `${names[0]} is not installed.` });
      await writeFile(path.join(folder, path.basename(file)), clock.#scriptFor(file), { mode: 0o755 });
    }
    return clock;
  }

  private constructor(folder: string, library: string) {
    this.#folder = folder;
    this.#library = library;
  }

  /** Settings of a studio that lives by this clock. */
  get env(): Readonly<Record<string, string>> {
    return { ...this.#faked, PATH: `${this.#folder}:${process.env.PATH}` };
  }

  /** From now on the clock is `offsetS` ahead of the real one; programs notice within a second. */
  async set(offsetS: number): Promise<void> {
    const written = path.join(this.#folder, 'next');
    await writeFile(written, `${offsetS < 0 ? '' : '+'}${offsetS}\n`, { mode: 0o644 });
    await rename(written, this.#file);
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #file(): string {
    return path.join(this.#folder, 'offset');
  }

  get #faked(): Readonly<Record<string, string>> {
    return {
      LD_PRELOAD: this.#library,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_CACHE_DURATION: String(LOOK_EVERY_S),
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }

  #scriptFor(file: string): string {
    const settings = Object.entries(this.#faked).map(([name, value]) => `export ${name}='${value}'\n`);
    return `#!/bin/sh\n${settings.join('')}exec '${file}' "$@"\n`;
  }
}
