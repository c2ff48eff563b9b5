/** People come and go for as long as a show lasts: whoever has left must leave nothing behind. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { Rig } from './rig.ts';
import { Sender } from './sender.ts';

const MIB = 1024 * 1024;
const PEOPLE = 60;
const STAY_MS = 300;
/** Fades, and more than that. */
const LEAVE_MS = 400;
/** An Opus decoder has 16 MiB of address space; two may still be on their way. */
const LEFT_MAX_BYTES = 32 * MIB;
const FLAG = '--expose-gc';

async function settledBytes(): Promise<number> {
  setFlagsFromString(FLAG);
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new TypeError(`${FLAG} gives no gc.`);
  // What a WebAssembly memory held is given back in a later turn than the one that found it unused.
  for (let turn = 0; turn < 3; turn += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test('sixty people who spoke and left hold no decoder and no buffer', async () => {
  const rig = await Rig.create();
  const comeAndGo = (person: number) => {
    const ssrc = person + 1;
    const id = rig.strip(`strip-${person}`, ssrc);
    const startMs = rig.nowMs;
    rig.send(new Sender({ ssrc, startMs }), startMs + STAY_MS);
    rig.runUntil(startMs + STAY_MS);
    expect(rig.mixer.health().strips[id]?.packets).toBeGreaterThan(0);
    rig.mixer.dropStrip(id);
    rig.runUntil(rig.nowMs + LEAVE_MS);
  };
  comeAndGo(0);
  const before = await settledBytes();
  for (let person = 1; person <= PEOPLE; person += 1) comeAndGo(person);
  expect((await settledBytes()) - before).toBeLessThan(LEFT_MAX_BYTES);
});
