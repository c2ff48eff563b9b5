import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { descendant, descendantsOf } from '../../support/child-processes.ts';
import { until } from '../../support/until.ts';

const COMMAND_LINE = /forked-and-nothing-else/;

const shells: ChildProcess[] = [];

afterEach(() => {
  for (const shell of shells.splice(0)) shell.stdin?.end();
});

/** A subshell is a fork that stays one: it has the command line of its shell for as long as it reads. */
async function forkingShell(): Promise<ChildProcess> {
  const shell = spawn('sh', ['-c', '(read line); : forked-and-nothing-else'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shells.push(shell);
  await until('the shell has forked', () => shell.pid !== undefined && descendantsOf(shell.pid).length === 1);
  return shell;
}

test('a process that was forked and runs nothing of its own yet is not taken for its parent', async () => {
  const shell = await forkingShell();
  expect(descendant(process.pid, COMMAND_LINE).pid).toBe(shell.pid);
});

test('two that were started with the same command line are one too many', async () => {
  await forkingShell();
  await forkingShell();
  expect(() => descendant(process.pid, COMMAND_LINE)).toThrow('2 processes');
});
