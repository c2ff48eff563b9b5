/** What is known about being on air, and the phase that follows from it. Pure: facts in, entry out. */
import type { DeadAirEntry, Phase, ProgramEntry, ProgramProblem } from '#protocol/state.ts';
import type { LivePathReport, MountPlan } from './live-path-port.ts';
import type { Moment } from './moment.ts';
import {
  idleMount,
  isHeard,
  type MountFacts,
  mountAfterLag,
  mountAfterProbe,
  mountAfterReport,
  mountAfterWait,
  mountEntry,
  problemAfter,
} from './mount-facts.ts';
import type { ListenerCounts } from './program-ports.ts';

/**
 * `intent` is what the hosts asked for. `onAirSinceMs` is when this broadcast was live for the first time; null until then. `failure`
 * ended the attempt for good, until somebody presses Go live again.
 */
export type ProgramFacts = {
  readonly intent: 'off' | 'on' | 'stopping';
  readonly onAirSinceMs: number | null;
  readonly title: string;
  readonly mounts: readonly MountFacts[];
  readonly encoderProblem: ProgramProblem | null;
  readonly failure: ProgramProblem | null;
  readonly deadAir: DeadAirEntry | null;
  readonly panicSinceMs: number | null;
};

/** The facts of a program that is off. */
export function factsWhenOff(
  title: string,
  mounts: readonly { plan: MountPlan; url: string }[],
): ProgramFacts {
  return {
    intent: 'off',
    onAirSinceMs: null,
    title,
    mounts: mounts.map(idleMount),
    encoderProblem: null,
    failure: null,
    deadAir: null,
    panicSinceMs: null,
  };
}

/** Going on air: everything learnt in an earlier broadcast is forgotten. */
export function factsAfterStart(facts: ProgramFacts): ProgramFacts {
  return { ...factsWhenOff(facts.title, facts.mounts), intent: 'on' };
}

/** What a report of the live path changes. A problem that no retry can heal ends a start as long as nobody hears it. */
export function factsAfterReport(facts: ProgramFacts, report: LivePathReport, moment: Moment): ProgramFacts {
  const nowMs = moment.epochMs;
  if (facts.intent !== 'on') return facts;
  if (report.kind === 'encoder') {
    if (report.state !== 'failed')
      return facts.encoderProblem === null || report.state === 'starting'
        ? facts
        : { ...facts, encoderProblem: null };
    const attempt = (facts.encoderProblem?.attempt ?? 0) + 1;
    const problem = problemAfter(facts.encoderProblem, report.problem, { attempt, nowMs });
    return report.problem.code === 'encoder_missing'
      ? { ...facts, encoderProblem: problem, failure: problem }
      : { ...facts, encoderProblem: problem };
  }
  if (report.kind === 'deadAir') return { ...facts, deadAir: deadAirOf(report, facts.deadAir, nowMs) };
  if (report.kind !== 'mount') return facts;
  const mounts = facts.mounts.map((mount) =>
    mount.plan.name === report.name ? mountAfterReport(mount, report, moment) : mount,
  );
  const unheard = facts.onAirSinceMs === null && !mounts.some(isHeard);
  const refused = mounts.find((mount) => mount.problem?.code === 'mount_refused');
  const failure = unheard && refused !== undefined ? refused.problem : facts.failure;
  return sinceLive({ ...facts, mounts, failure }, nowMs);
}

/** A silence that goes on keeps the time at which it began. */
function deadAirOf(
  { state, silentMs }: Extract<LivePathReport, { kind: 'deadAir' }>,
  before: DeadAirEntry | null,
  nowMs: number,
): DeadAirEntry | null {
  if (state === 'sound') return null;
  return { sinceMs: before?.sinceMs ?? nowMs - silentMs, bed: state === 'bed' };
}

/** Starts the clock of the broadcast when these facts are the first that amount to being live. */
function sinceLive(facts: ProgramFacts, nowMs: number): ProgramFacts {
  return facts.onAirSinceMs === null && phaseOf(facts) === 'live' ? { ...facts, onAirSinceMs: nowMs } : facts;
}

/** The bed instead of the program, or the program again; only on air. */
export function factsAfterPanic(facts: ProgramFacts, on: boolean, nowMs: number): ProgramFacts {
  if (on === (facts.panicSinceMs !== null)) return facts;
  return { ...facts, panicSinceMs: on ? nowMs : null };
}

/** What our own listener says about a mount. */
export function factsAfterProbe(
  facts: ProgramFacts,
  name: string,
  sounding: boolean,
  nowMs: number,
  complaint: string | null = null,
): ProgramFacts {
  if (facts.intent !== 'on') return facts;
  const mounts = facts.mounts.map((mount) =>
    mount.plan.name === name ? mountAfterProbe(mount, { sounding, complaint, nowMs }) : mount,
  );
  return sinceLive({ ...facts, mounts }, nowMs);
}

/** How long after the program our own listener found it in a mount; null when that is not known. */
export function factsAfterLag(facts: ProgramFacts, name: string, lagMs: number | null): ProgramFacts {
  if (facts.intent !== 'on') return facts;
  const mounts = facts.mounts.map((mount) =>
    mount.plan.name === name ? mountAfterLag(mount, lagMs) : mount,
  );
  return mounts.every((mount, index) => mount === facts.mounts[index]) ? facts : { ...facts, mounts };
}

/** What time alone changes; to be asked every few seconds while on air. */
export function factsAfterWait(facts: ProgramFacts, moment: Moment): ProgramFacts {
  if (facts.intent !== 'on') return facts;
  const mounts = facts.mounts.map((mount) => mountAfterWait(mount, moment));
  const same = mounts.every((mount, index) => mount === facts.mounts[index]);
  return same ? facts : sinceLive({ ...facts, mounts }, moment.epochMs);
}

/** The number of listeners per mount name; a mount that was not counted has none, as an old number would be a guess. */
export function factsAfterCount(facts: ProgramFacts, counts: ListenerCounts): ProgramFacts {
  const mounts = facts.mounts.map((mount) => {
    const listeners = counts[mount.plan.name] ?? null;
    return listeners === mount.listeners ? mount : { ...mount, listeners };
  });
  return mounts.every((mount, index) => mount === facts.mounts[index]) ? facts : { ...facts, mounts };
}

/**
 * The phase that the facts allow. Live is a statement about listeners: a start is live when every mount is heard (or is known to be
 * in trouble while another is heard); afterwards it stays live while at least one is.
 */
export function phaseOf(facts: ProgramFacts): Phase {
  if (facts.intent === 'stopping') return 'stopping';
  if (facts.failure !== null) return 'failed';
  if (facts.intent === 'off') return 'off';
  const someHeard = facts.mounts.some(isHeard);
  const othersSettled = facts.mounts.every((mount) => isHeard(mount) || mount.problem !== null);
  const wasLive = facts.onAirSinceMs !== null;
  if (someHeard && (wasLive || othersSettled)) return 'live';
  return wasLive ? 'recovering' : 'starting';
}

/** The entry that hosts and guests see. `before` gives the time of the phase when it did not change. */
export function entryOf(facts: ProgramFacts, before: ProgramEntry | null, nowMs: number): ProgramEntry {
  const phase = phaseOf(facts);
  const onAir = phase !== 'off' && phase !== 'failed';
  return {
    phase,
    phaseSinceMs: before?.phase === phase ? before.phaseSinceMs : nowMs,
    onAirSinceMs: phase === 'live' || phase === 'recovering' ? facts.onAirSinceMs : null,
    title: facts.title,
    mounts: facts.mounts.map((mount) => mountEntry(mount, onAir)),
    problem: problemOf(facts, phase),
    deadAir: phase === 'live' || phase === 'recovering' ? facts.deadAir : null,
    panicSinceMs: onAir ? facts.panicSinceMs : null,
  };
}

function problemOf(facts: ProgramFacts, phase: Phase): ProgramProblem | null {
  if (phase === 'failed') return facts.failure;
  if (phase === 'off' || phase === 'stopping') return null;
  return facts.encoderProblem ?? facts.mounts.find((mount) => mount.problem !== null)?.problem ?? null;
}
