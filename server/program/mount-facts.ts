/** What is known about one mount, and what may be said about it. Pure. */
import type { MountEntry, MountEvidence, ProgramProblem } from '#protocol/state.ts';
import type { LivePathReport, MountPlan, MountProblem } from './live-path-port.ts';
import type { Moment } from './moment.ts';
import type { MountMeasure, MountSounding } from './program-ports.ts';

/** What hosts read from the death of a live path until the encoder of the next one runs. */
export const LIVE_PATH_DIED: MountProblem = {
  code: 'encoder_crashed',
  detail: 'The mixer stopped and is being started again.',
};

/** How long a mount that Icecast accepted may stay silent before that counts as trouble. */
const SILENT_AFTER_MS = 10_000;

const LAG_ROUND_MS = 100;
/** A lag that moves by less is the same to a person, and not worth a patch to every browser. */
const LAG_CHANGE_MIN_MS = 150;

/**
 * `sounding` is the word of a listener of our own: audio comes from the mount, whoever sends it there. `acceptedAtMs` is when Icecast
 * took the connection that stands now, on the steady clock.
 */
export type MountFacts = {
  readonly plan: MountPlan;
  readonly url: string;
  readonly state: 'idle' | 'connecting' | 'accepted' | 'lost';
  readonly acceptedAtMs: number | null;
  readonly sounding: boolean;
  readonly listeners: number | null;
  /** How long after the program listeners hear it, as people are told. */
  readonly lagMs: number | null;
  readonly problem: ProgramProblem | null;
};

export function idleMount({ plan, url }: { plan: MountPlan; url: string }): MountFacts {
  return {
    plan,
    url,
    state: 'idle',
    acceptedAtMs: null,
    sounding: false,
    listeners: null,
    lagMs: null,
    problem: null,
  };
}

/** Proof that listeners hear us: audio comes from the mount, and Icecast has it from nobody else. */
export function isHeard(mount: MountFacts): boolean {
  return mount.state === 'accepted' && mount.sounding;
}

/** Icecast took the mount from us, and nothing comes back from it. */
export function isSilent(mount: MountFacts): boolean {
  return mount.state === 'accepted' && !mount.sounding;
}

export function mountAfterReport(
  mount: MountFacts,
  report: Extract<LivePathReport, { kind: 'mount' }>,
  { epochMs: nowMs, steadyMs }: Moment,
): MountFacts {
  switch (report.state) {
    case 'connecting':
      return { ...mount, state: 'connecting', acceptedAtMs: null };
    case 'accepted':
      return { ...mount, state: 'accepted', acceptedAtMs: steadyMs, problem: null };
    case 'lost': {
      const problem = problemAfter(mount.problem, report.problem, { attempt: report.attempt, nowMs });
      return { ...mount, state: 'lost', acceptedAtMs: null, problem };
    }
  }
}

/** `complaint` is what is wrong with audio that does come, and trouble at once. */
export function mountAfterProbe(
  mount: MountFacts,
  { sounding, complaint, nowMs }: { sounding: boolean; complaint: string | null; nowMs: number },
): MountFacts {
  const silentBefore = mount.problem?.code === 'mount_silent';
  if (sounding) return { ...mount, sounding, problem: silentBefore ? null : mount.problem };
  if (complaint === null || mount.state !== 'accepted') return { ...mount, sounding };
  const problem: MountProblem = { code: 'mount_silent', detail: `${mount.plan.name}: ${complaint}` };
  return { ...mount, sounding, problem: problemAfter(mount.problem, problem, { attempt: 1, nowMs }) };
}

export function mountAfterLag(mount: MountFacts, lagMs: number | null): MountFacts {
  const told = mount.lagMs;
  if (lagMs === told) return mount;
  if (lagMs !== null && told !== null && Math.abs(lagMs - told) < LAG_CHANGE_MIN_MS) return mount;
  return { ...mount, lagMs: lagMs === null ? null : Math.round(lagMs / LAG_ROUND_MS) * LAG_ROUND_MS };
}

export function soundingOf(mount: MountFacts, measure: MountMeasure | null): MountSounding {
  return { name: mount.plan.name, heard: isHeard(mount), measure };
}

/** A mount that was accepted a while ago and still does not sound is in trouble. */
export function mountAfterWait(mount: MountFacts, { epochMs: nowMs, steadyMs }: Moment): MountFacts {
  const { acceptedAtMs, problem } = mount;
  if (!isSilent(mount) || acceptedAtMs === null || problem !== null) return mount;
  if (steadyMs - acceptedAtMs < SILENT_AFTER_MS) return mount;
  const silent: MountProblem = {
    code: 'mount_silent',
    detail: `Icecast accepted ${mount.plan.name}, but no sound comes back from it.`,
  };
  return { ...mount, problem: problemAfter(null, silent, { attempt: 1, nowMs }) };
}

/** `problem` with the time at which the trouble began. */
export function problemAfter(
  before: ProgramProblem | null,
  problem: MountProblem,
  { attempt, nowMs }: { attempt: number; nowMs: number },
): ProgramProblem {
  return { code: problem.code, detail: problem.detail, attempt, sinceMs: before?.sinceMs ?? nowMs };
}

/** The entry that hosts and guests see. Off the air there is neither evidence nor a number of listeners. */
export function mountEntry(mount: MountFacts, onAir: boolean): MountEntry {
  return {
    name: mount.plan.name,
    codec: mount.plan.codec,
    url: mount.url,
    evidence: onAir ? evidenceOf(mount) : 'none',
    listeners: onAir ? mount.listeners : null,
    lagMs: onAir && isHeard(mount) ? mount.lagMs : null,
  };
}

function evidenceOf(mount: MountFacts): MountEvidence {
  if (isHeard(mount)) return 'heard';
  if (mount.state === 'accepted') return 'accepted';
  return mount.state === 'idle' ? 'none' : 'connecting';
}
