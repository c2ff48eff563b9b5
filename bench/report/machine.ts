/** Says what the figures were measured on, without naming anybody's machine. */
import { arch, cpus, loadavg, platform } from 'node:os';

export type Machine = {
  readonly processor: string;
  readonly cores: number;
  readonly system: string;
  readonly node: string;
};

export function describeMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    system: `${platform()} ${arch()}`,
    node: process.versions.node,
  };
}

/** The load average over the last minute. */
export function loadNow(): number {
  return loadavg()[0] ?? 0;
}
