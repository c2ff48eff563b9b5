/** Who runs on which core: what is measured on the first, the load generator (this process) on the second. */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

/** Put before a command, it runs what is measured on the first core. Empty where that cannot be said. */
let measuredPrefix: readonly string[] = [];

const MEASURED_CORE = 0;
const OWN_CORE = 1;

/** Moves this process with all its threads to the second core. Answers what was done, as a sentence. */
export async function separateCores(): Promise<string> {
  if (availableParallelism() < 2) return 'One core only: what is measured shares it with the load generator.';
  try {
    await promisify(execFile)('taskset', ['-a', '-c', '-p', String(OWN_CORE), String(process.pid)]);
  } catch {
    return 'taskset is not there: what is measured shares its cores with the load generator.';
  }
  measuredPrefix = ['taskset', '-c', String(MEASURED_CORE)];
  return `What is measured runs on core ${MEASURED_CORE}, the load generator on core ${OWN_CORE}.`;
}

/** The command line that runs `command` on the core of what is measured. */
export function onMeasuredCore(command: readonly string[]): readonly string[] {
  return [...measuredPrefix, ...command];
}
