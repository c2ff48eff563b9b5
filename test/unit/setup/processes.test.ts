/** Running commands, passing signals on, and leaving nothing behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import {
  endMarkedProcesses,
  markedProcesses,
  newRunMark,
  RUN_MARK,
} from '../../../server/setup/leftovers.mjs';
import { exitCodeOf, lineSplitter, runCommand } from '../../../server/setup/run-command.mjs';
import { reachesTheServer } from '../../../server/setup/server-process.mjs';

describe('a command', () => {
  test('answers with its code and its last lines', async () => {
    const script = 'console.log("out"); console.error("err"); process.exit(3)';
    const { code, tail, stdout } = await runCommand(process.execPath, ['-e', script]);
    expect(code).toBe(3);
    expect(tail.split('\n').sort()).toEqual(['err', 'out']);
    expect(stdout).toBe('out');
  });

  test('that does not exist has code 127 and does not throw', async () => {
    expect((await runCommand('/nowhere/at-all', [])).code).toBe(127);
  });

  test('ends when it is interrupted', async () => {
    const controller = new AbortController();
    const { code } = await runCommand(
      process.execPath,
      ['-e', 'console.log("up"); setInterval(() => {}, 1000)'],
      {
        signal: controller.signal,
        onLine: () => controller.abort(),
      },
    );
    expect(code).toBe(exitCodeOf(null, 'SIGTERM'));
  });

  test('keeps only its last lines, so that no output fills the memory', async () => {
    const script = 'for (let n = 1; n <= 5000; n += 1) console.log(n)';
    const { tail } = await runCommand(process.execPath, ['-e', script]);
    const lines = tail.split('\n');
    expect(lines.length).toBeLessThan(100);
    expect(lines.at(-1)).toBe('5000');
  });
});

test('lines are put together from pieces, and a carriage return ends one too', () => {
  const lines: string[] = [];
  const splitter = lineSplitter((line) => lines.push(line));
  splitter.push('on');
  splitter.push('e\ntwo\r\nthr');
  splitter.push('ee\r50 %\r100 %');
  splitter.end();
  expect(lines).toEqual(['one', 'two', 'three', '50 %', '100 %']);
});

test('only a Ctrl-C on a terminal reaches the server without being passed on', () => {
  expect(reachesTheServer('SIGINT', true)).toBe(true);
  expect(reachesTheServer('SIGINT', false)).toBe(false);
  expect(reachesTheServer('SIGTERM', true)).toBe(false);
  expect(reachesTheServer('SIGHUP', true)).toBe(false);
});

describe.runIf(process.platform === 'linux')('what a run leaves behind', () => {
  async function startMarked(mark: string, script: string) {
    const child = spawn(
      process.execPath,
      ['-e', `${script}; console.log('up'); setInterval(() => {}, 1000)`],
      {
        env: { ...process.env, [RUN_MARK]: mark },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(child.stdout, 'data');
    return child;
  }

  test('is found by its mark and ended, also when it does not listen', async () => {
    const mark = newRunMark();
    const gentle = await startMarked(mark, '');
    const stubborn = await startMarked(mark, "process.on('SIGTERM', () => {})");
    const ended = Promise.all([once(gentle, 'exit'), once(stubborn, 'exit')]);
    expect((await markedProcesses(mark)).sort()).toEqual([gentle.pid, stubborn.pid].sort());
    expect(await endMarkedProcesses(mark, { graceMs: 200 })).toBe(2);
    expect((await ended).map(([, signal]) => signal)).toEqual(['SIGTERM', 'SIGKILL']);
    expect(await markedProcesses(mark)).toEqual([]);
  });

  test('of another run is left alone', async () => {
    const other = newRunMark();
    const child = await startMarked(other, '');
    expect(await endMarkedProcesses(newRunMark())).toBe(0);
    expect(child.exitCode).toBeNull();
    const ended = once(child, 'exit');
    await endMarkedProcesses(other);
    await ended;
  });
});
