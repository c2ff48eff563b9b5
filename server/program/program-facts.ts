/** What is known about being on air, and the phase that follows from it. Pure: facts in, entry out. */
import type { BedReason, DeadAirEntry, Phase, ProgramEntry, ProgramProblem } from '#protocol/state.ts';
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

/** Why the bed is to play in place of the program: a host pressed panic, or `no_host`. */
export type BedWish = BedReason | 'panic';

/** Since when, in ms since the epoch. */
export type BedWishes = Readonly<Partial<Record<BedWish, number>>>;

/**
 * `intent` is what the hosts asked for. `onAirSinceMs` is when this broadcast was live for the first time; null until this server has it live.
 * `resumedSinceMs` is the same of a broadcast that an earlier server began. `failure` ended the attempt for good, until somebody presses Go
 * live again.
 */
export type ProgramFacts = {
  readonly intent: 'off' | 'on' | 'stopping';
  readonly onAirSinceMs: number | null;
  readonly resumedSinceMs: number | null;
  readonly title: string;
  readonly mounts: readonly MountFacts[];
  readonly encoderProblem: ProgramProblem | null;
  readonly failure: ProgramProblem | null;
  readonly deadAir: DeadAirEntry | null;
  readonly bedWishes: BedWishes;
};

/** The facts of a program that is off. */
export function factsWhenOff(
  title: string,
  mounts: readonly { plan: MountPlan; url: string }[],
): ProgramFacts {
  return {
    intent: 'off',
    onAirSinceMs: null,
    resumedSinceMs: null,
    title,
    mounts: mounts.map(idleMount),
    encoderProblem: null,
    failure: null,
    deadAir: null,
    bedWishes: {},
  };
}

/** Going on air: everything learnt in an earlier broadcast is forgotten, but for what is given, which holds from the first moment. */
export function factsAfterStart(
  facts: ProgramFacts,
  given: Partial<Pick<ProgramFacts, 'bedWishes' | 'resumedSinceMs'>> = {},
): ProgramFacts {
  return { ...factsWhenOff(facts.title, facts.mounts), intent: 'on', ...given };
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

/** Starts the clock of the broadcast when these facts are the first that amount to being live; one that is taken up again goes on. */
function sinceLive(facts: ProgramFacts, nowMs: number): ProgramFacts {
  if (facts.onAirSinceMs !== null || phaseOf(facts) !== 'live') return facts;
  return { ...facts, onAirSinceMs: facts.resumedSinceMs ?? nowMs };
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

/** Somebody wants the bed in place of the program, or no longer. Only on air. */
export function factsAfterWish(
  facts: ProgramFacts,
  { wish, isWanted, nowMs }: { wish: BedWish; isWanted: boolean; nowMs: number },
): ProgramFacts {
  const { [wish]: sinceMs, ...others } = facts.bedWishes;
  if (facts.intent !== 'on' || (sinceMs !== undefined) === isWanted) return facts;
  return { ...facts, bedWishes: isWanted ? { ...others, [wish]: nowMs } : others };
}

/** Whether the bed is to play in place of the program, for whatever reason. */
export function isBedWanted({ bedWishes }: ProgramFacts): boolean {
  return Object.keys(bedWishes).length > 0;
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
    bedWanted: onAir && facts.bedWishes.no_host !== undefined ? 'no_host' : null,
    panicSinceMs: onAir ? (facts.bedWishes.panic ?? null) : null,
  };
}

function problemOf(facts: ProgramFacts, phase: Phase): ProgramProblem | null {
  if (phase === 'failed') return facts.failure;
  if (phase === 'off' || phase === 'stopping') return null;
  return facts.encoderProblem ?? facts.mounts.find((mount) => mount.problem !== null)?.problem ?? null;
}
