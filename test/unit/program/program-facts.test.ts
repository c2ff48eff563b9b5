import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '#protocol/error-codes.ts';
import type { LivePathReport } from '../../../server/program/live-path-port.ts';
import {
  entryOf,
  factsAfterCount,
  factsAfterLag,
  factsAfterProbe,
  factsAfterReport,
  factsAfterStart,
  factsAfterWait,
  factsWhenOff,
  type ProgramFacts,
  phaseOf,
} from '../../../server/program/program-facts.ts';

const MP3 = 'main.mp3';
const OPUS = 'main.opus';
const HOUR_MS = 3_600_000;
const OFF = factsWhenOff('Title', [
  { plan: { name: MP3, codec: 'mp3' }, url: 'http://localhost:8000/main.mp3' },
  { plan: { name: OPUS, codec: 'opus' }, url: 'http://localhost:8000/main.opus' },
]);

/** What happens to a program, one thing per second from second 1 on. */
type Happening = (facts: ProgramFacts, nowMs: number) => ProgramFacts;

/** A moment of a machine whose clock was never set. */
const at = (nowMs: number) => ({ epochMs: nowMs, steadyMs: nowMs });

const report =
  (news: LivePathReport): Happening =>
  (facts, nowMs) =>
    factsAfterReport(facts, news, at(nowMs));

const goLive: Happening = (facts) => factsAfterStart(facts);
const stopping: Happening = (facts) => ({ ...facts, intent: 'stopping', failure: null });
const stopped: Happening = (facts) => factsWhenOff(facts.title, facts.mounts);
const sounds =
  (name: string): Happening =>
  (facts, nowMs) =>
    factsAfterProbe(facts, name, true, nowMs);
const silent =
  (name: string): Happening =>
  (facts, nowMs) =>
    factsAfterProbe(facts, name, false, nowMs);
const doesNotSoundLikeUs =
  (name: string): Happening =>
  (facts, nowMs) =>
    factsAfterProbe(facts, name, false, nowMs, 'It plays silence.');
const late =
  (name: string, lagMs: number | null): Happening =>
  (facts) =>
    factsAfterLag(facts, name, lagMs);
/** Time passes in which nothing is reported. */
const seconds =
  (count: number): Happening =>
  (facts, nowMs) =>
    factsAfterWait(facts, at(nowMs + count * 1000));
const connecting = (name: string) => report({ kind: 'mount', name, state: 'connecting', attempt: 1 });
const accepted = (name: string) => report({ kind: 'mount', name, state: 'accepted' });
const lost = (name: string, code: ErrorCode, attempt = 1) =>
  report({ kind: 'mount', name, state: 'lost', attempt, problem: { code, detail: `${name}: ${code}` } });
const encoderFailed = (code: ErrorCode) =>
  report({ kind: 'encoder', state: 'failed', problem: { code, detail: code } });
const encoderRunning = report({ kind: 'encoder', state: 'running' });
const encoderStarting = report({ kind: 'encoder', state: 'starting' });

const factsAfter = (...happenings: readonly Happening[]): ProgramFacts =>
  happenings.reduce((facts, happening, index) => happening(facts, (index + 1) * 1000), OFF);
const entryAfter = (...happenings: readonly Happening[]) => entryOf(factsAfter(...happenings), null, 99_000);

const LIVE = [goLive, accepted(MP3), accepted(OPUS), sounds(MP3), sounds(OPUS)] as const;

describe('the phase', () => {
  const table: readonly (readonly [string, string, readonly Happening[]])[] = [
    ['off', 'before anybody goes live', []],
    ['starting', 'when somebody goes live', [goLive]],
    ['starting', 'while mounts connect', [goLive, connecting(MP3), connecting(OPUS)]],
    [
      'starting',
      'when Icecast accepted every mount and nobody heard one',
      [goLive, accepted(MP3), accepted(OPUS)],
    ],
    [
      'starting',
      'while one mount is heard and the other is on its way',
      [goLive, accepted(MP3), sounds(MP3), connecting(OPUS)],
    ],
    ['live', 'when every mount is heard', LIVE],
    [
      'live',
      'when one is heard and the other is in trouble',
      [goLive, lost(OPUS, 'mount_in_use'), accepted(MP3), sounds(MP3)],
    ],
    [
      'live',
      'when the other turns out to be in trouble later',
      [goLive, accepted(MP3), sounds(MP3), lost(OPUS, 'mount_in_use')],
    ],
    [
      'starting',
      'while the sound on the mounts is that of another source',
      [goLive, lost(MP3, 'mount_in_use'), lost(OPUS, 'mount_in_use'), sounds(MP3), sounds(OPUS)],
    ],
    [
      'recovering',
      'when another source took the mounts and sounds there',
      [...LIVE, lost(MP3, 'mount_in_use'), lost(OPUS, 'mount_in_use')],
    ],
    [
      'starting',
      'while a mount that was accepted a moment ago is silent',
      [goLive, accepted(MP3), accepted(OPUS), sounds(MP3), seconds(7)],
    ],
    [
      'live',
      'when one mount is heard and the other stays silent for long',
      [goLive, accepted(MP3), accepted(OPUS), sounds(MP3), seconds(10)],
    ],
    ['live', 'as long as one of the mounts is heard', [...LIVE, lost(OPUS, 'mount_lost'), silent(OPUS)]],
    [
      'live',
      'while the encoder is restarted and listeners still hear',
      [...LIVE, encoderFailed('encoder_crashed')],
    ],
    ['recovering', 'when no mount is heard any more', [...LIVE, silent(MP3), silent(OPUS)]],
    [
      'recovering',
      'when the only mount that was heard falls silent',
      [goLive, accepted(MP3), sounds(MP3), lost(OPUS, 'mount_in_use'), silent(MP3)],
    ],
    [
      'recovering',
      'when Icecast accepts again and nobody heard it',
      [...LIVE, silent(MP3), silent(OPUS), accepted(MP3)],
    ],
    ['live', 'when one mount is heard again', [...LIVE, silent(MP3), silent(OPUS), sounds(MP3)]],
    [
      'starting',
      'while another source holds the mounts',
      [goLive, lost(MP3, 'mount_in_use'), lost(OPUS, 'mount_in_use')],
    ],
    ['starting', 'while Icecast cannot be reached', [goLive, lost(MP3, 'icecast_unreachable', 9)]],
    ['failed', 'when Icecast refuses the password of a start', [goLive, lost(MP3, 'mount_refused')]],
    [
      'failed',
      'whatever is reported after a failure',
      [goLive, lost(MP3, 'mount_refused'), accepted(MP3), sounds(MP3)],
    ],
    [
      'live',
      'when a mount is refused while another is heard already',
      [goLive, accepted(MP3), sounds(MP3), lost(OPUS, 'mount_refused')],
    ],
    [
      'recovering',
      'when Icecast refuses the password after it was live',
      [...LIVE, silent(MP3), silent(OPUS), lost(MP3, 'mount_refused'), lost(OPUS, 'mount_refused')],
    ],
    ['failed', 'when there is no encoder', [goLive, encoderFailed('encoder_missing')]],
    ['starting', 'while a crashing encoder is started again', [goLive, encoderFailed('encoder_crashed')]],
    ['starting', 'when somebody tries again after a failure', [goLive, lost(MP3, 'mount_refused'), goLive]],
    ['stopping', 'when somebody stops a live broadcast', [...LIVE, stopping]],
    ['stopping', 'when somebody stops a start', [goLive, stopping]],
    ['stopping', 'when somebody stops after a failure', [goLive, encoderFailed('encoder_missing'), stopping]],
    [
      'stopping',
      'whatever is reported meanwhile',
      [...LIVE, stopping, lost(MP3, 'mount_lost'), silent(OPUS)],
    ],
    ['off', 'when it has stopped', [...LIVE, stopping, stopped]],
    ['off', 'whatever is reported afterwards', [...LIVE, stopping, stopped, accepted(MP3), sounds(MP3)]],
    [
      'starting',
      'in the next broadcast, whatever was heard in the last',
      [...LIVE, stopping, stopped, goLive],
    ],
  ];

  test.each(table)('is %s %s', (phase, _when, happenings) => {
    expect(phaseOf(factsAfter(...happenings))).toBe(phase);
  });

  test('keeps the time at which it began', () => {
    const starting = entryOf(factsAfter(goLive), null, 1000);
    const still = entryOf(factsAfter(goLive, connecting(MP3)), starting, 5000);
    const live = entryOf(factsAfter(...LIVE), still, 7000);
    expect([starting, still, live].map((entry) => entry.phaseSinceMs)).toEqual([1000, 1000, 7000]);
  });
});

describe('the clock of the broadcast', () => {
  test('starts when it is live for the first time', () => {
    expect(entryAfter(goLive, accepted(MP3)).onAirSinceMs).toBeNull();
    expect(entryAfter(...LIVE).onAirSinceMs).toBe(5000);
  });

  test('starts also when the last mount in doubt turns out to be in trouble', () => {
    expect(entryAfter(goLive, accepted(MP3), sounds(MP3), lost(OPUS, 'mount_in_use')).onAirSinceMs).toBe(
      4000,
    );
  });

  test('goes on through a recovery', () => {
    const recovering = [...LIVE, silent(MP3), silent(OPUS)];
    expect(entryAfter(...recovering).onAirSinceMs).toBe(5000);
    expect(entryAfter(...recovering, sounds(OPUS)).onAirSinceMs).toBe(5000);
  });

  test('is not shown in other phases', () => {
    expect(entryAfter(...LIVE, stopping).onAirSinceMs).toBeNull();
    expect(entryAfter(...LIVE, stopping, stopped, goLive).onAirSinceMs).toBeNull();
  });
});

describe('the problem', () => {
  test('counts the tries and keeps the time at which it began', () => {
    const entry = entryAfter(
      goLive,
      lost(MP3, 'mount_in_use', 1),
      connecting(MP3),
      lost(MP3, 'mount_in_use', 2),
      connecting(MP3),
      lost(MP3, 'mount_in_use', 3),
    );
    expect(entry.problem).toEqual({
      code: 'mount_in_use',
      detail: 'main.mp3: mount_in_use',
      sinceMs: 2000,
      attempt: 3,
    });
  });

  test('of an encoder that keeps crashing counts the crashes', () => {
    const crash = encoderFailed('encoder_crashed');
    const entry = entryAfter(...LIVE, crash, encoderStarting, crash, encoderStarting);
    expect(entry.problem).toMatchObject({ code: 'encoder_crashed', sinceMs: 6000, attempt: 2 });
  });

  test('is gone when the encoder runs again', () => {
    expect(entryAfter(...LIVE, encoderFailed('encoder_crashed'), encoderRunning).problem).toBeNull();
  });

  test('is gone when Icecast accepts the mount', () => {
    expect(entryAfter(goLive, lost(MP3, 'icecast_unreachable'), accepted(MP3)).problem).toBeNull();
  });

  test('of the encoder comes before those of mounts', () => {
    const entry = entryAfter(...LIVE, lost(MP3, 'mount_lost'), encoderFailed('encoder_crashed'));
    expect(entry.problem?.code).toBe('encoder_crashed');
  });

  test('is shown while another mount is live', () => {
    expect(entryAfter(...LIVE, lost(OPUS, 'mount_lost')).problem?.code).toBe('mount_lost');
  });

  test.each(['mount_refused', 'encoder_missing'] as const)('that ended the attempt (%s) stays', (code) => {
    const failing = code === 'mount_refused' ? lost(MP3, code) : encoderFailed(code);
    expect(entryAfter(goLive, failing, lost(MP3, 'mount_lost')).problem).toMatchObject({
      code,
      sinceMs: 2000,
    });
  });

  test('of a mount that stays silent is told after a while, and is gone when it sounds', () => {
    const waiting = [goLive, accepted(MP3), accepted(OPUS)];
    expect(entryAfter(...waiting, seconds(5)).problem).toBeNull();
    expect(entryAfter(...waiting, seconds(20)).problem).toMatchObject({
      code: 'mount_silent',
      sinceMs: 24_000,
      attempt: 1,
    });
    expect(entryAfter(...waiting, seconds(20), sounds(MP3), sounds(OPUS)).problem).toBeNull();
  });

  test('of a silent mount is told as late as ever when the clock is set ahead, and as early when it is set back', () => {
    const waiting = factsAfter(goLive, accepted(MP3), accepted(OPUS));
    const problemAfterWait = (steadyMs: number, setByMs: number) =>
      entryOf(factsAfterWait(waiting, { steadyMs, epochMs: steadyMs + setByMs }), null, 0).problem?.code;
    expect(problemAfterWait(5_000, HOUR_MS)).toBeUndefined();
    expect(problemAfterWait(20_000, -HOUR_MS)).toBe('mount_silent');
  });

  test('of a mount that Icecast refuses is not covered by silence', () => {
    expect(entryAfter(goLive, lost(MP3, 'mount_in_use'), seconds(60)).problem?.code).toBe('mount_in_use');
  });

  test('is forgotten with the next start, and when the program stops', () => {
    const failed = [goLive, lost(MP3, 'mount_refused')];
    expect(entryAfter(...failed, goLive).problem).toBeNull();
    expect(entryAfter(...failed, stopping).problem).toBeNull();
  });
});

describe('a mount', () => {
  const evidence = (...happenings: readonly Happening[]) =>
    entryAfter(...happenings).mounts.map((mount) => mount.evidence);

  test('shows the best proof there is', () => {
    expect(evidence()).toEqual(['none', 'none']);
    expect(evidence(goLive, connecting(MP3))).toEqual(['connecting', 'none']);
    expect(evidence(goLive, accepted(MP3), connecting(OPUS))).toEqual(['accepted', 'connecting']);
    expect(evidence(goLive, accepted(MP3), sounds(MP3), accepted(OPUS))).toEqual(['heard', 'accepted']);
    expect(evidence(...LIVE, silent(MP3), lost(MP3, 'mount_lost'))).toEqual(['connecting', 'heard']);
  });

  test('has no proof when the broadcast failed or stopped', () => {
    expect(evidence(goLive, accepted(OPUS), lost(MP3, 'mount_refused'))).toEqual(['none', 'none']);
    expect(evidence(...LIVE, stopping, stopped)).toEqual(['none', 'none']);
  });

  test('says where a player finds it', () => {
    expect(entryAfter().mounts).toMatchObject([
      { name: MP3, codec: 'mp3', url: 'http://localhost:8000/main.mp3' },
      { name: OPUS, codec: 'opus', url: 'http://localhost:8000/main.opus' },
    ]);
  });
});

describe('the number of listeners', () => {
  const counted =
    (counts: Record<string, number | null>): Happening =>
    (facts) =>
      factsAfterCount(facts, counts);
  const numbers = (...happenings: readonly Happening[]) =>
    entryAfter(...happenings).mounts.map((mount) => mount.listeners);

  test('is unknown until it was counted', () => {
    expect(numbers(...LIVE)).toEqual([null, null]);
  });

  test('is shown per mount', () => {
    expect(numbers(...LIVE, counted({ [MP3]: 12, [OPUS]: 0 }))).toEqual([12, 0]);
  });

  test('is unknown again when Icecast does not say', () => {
    const known = [...LIVE, counted({ [MP3]: 12, [OPUS]: 3 })];
    expect(numbers(...known, counted({ [MP3]: 12, [OPUS]: null }))).toEqual([12, null]);
    expect(numbers(...known, counted({}))).toEqual([null, null]);
  });

  test('and time change nothing by themselves', () => {
    const facts = factsAfter(...LIVE);
    expect(factsAfterWait(facts, at(999_000))).toBe(facts);
  });

  test('that did not change changes nothing', () => {
    const facts = factsAfter(...LIVE, counted({ [MP3]: 12, [OPUS]: 3 }));
    expect(factsAfterCount(facts, { [MP3]: 12, [OPUS]: 3 })).toBe(facts);
  });

  test('is not shown off air', () => {
    expect(numbers(...LIVE, counted({ [MP3]: 12, [OPUS]: 3 }), stopping, stopped)).toEqual([null, null]);
  });
});

describe('levels and health', () => {
  test('say nothing about the phase', () => {
    const facts = factsAfter(...LIVE);
    const levels = { strips: {}, program: { peakDb: [-6, -6], rmsDb: -12 }, loudness: null } as const;
    expect(factsAfterReport(facts, { kind: 'levels', levels }, at(9000))).toBe(facts);
  });
});

describe('what our own listener hears', () => {
  const lagOf = (...happenings: readonly Happening[]) =>
    entryAfter(...LIVE, ...happenings).mounts.map(({ lagMs }) => lagMs);

  test('puts out ON AIR at once, in plain words, when it cannot be the program', () => {
    const entry = entryAfter(...LIVE, doesNotSoundLikeUs(MP3), doesNotSoundLikeUs(OPUS));
    expect(entry.phase).toBe('recovering');
    expect(entry.problem).toMatchObject({
      code: 'mount_silent',
      detail: 'main.mp3: It plays silence.',
    });
  });

  test('is live again, without a problem, when it is the program again', () => {
    const entry = entryAfter(
      ...LIVE,
      doesNotSoundLikeUs(MP3),
      doesNotSoundLikeUs(OPUS),
      sounds(MP3),
      sounds(OPUS),
    );
    expect(entry).toMatchObject({ phase: 'live', problem: null });
  });

  test('is a problem and no end while another mount is heard', () => {
    const entry = entryAfter(...LIVE, doesNotSoundLikeUs(MP3));
    expect(entry).toMatchObject({ phase: 'live', problem: { code: 'mount_silent' } });
  });

  test('tells how late it is, to a tenth of a second', () => {
    expect(lagOf()).toEqual([null, null]);
    expect(lagOf(late(MP3, 3217))).toEqual([3200, null]);
  });

  test('tells another lag only when a person could notice', () => {
    expect(lagOf(late(MP3, 3217), late(MP3, 3330))).toEqual([3200, null]);
    expect(lagOf(late(MP3, 3217), late(MP3, 3390))).toEqual([3400, null]);
    expect(lagOf(late(MP3, 3217), late(MP3, null))).toEqual([null, null]);
  });

  test('tells no lag of a mount that is not heard', () => {
    expect(lagOf(late(MP3, 3217), silent(MP3))).toEqual([null, null]);
  });
});

describe('dead air', () => {
  const silentFor = (silentMs: number, state: 'silent' | 'bed' | 'sound' = 'silent') =>
    report({ kind: 'deadAir', state, silentMs });

  test('is told with the time at which the silence began, and the phase stays live', () => {
    const entry = entryAfter(...LIVE, silentFor(5500));
    expect(entry.phase).toBe('live');
    expect(entry.deadAir).toEqual({ sinceMs: 500, bed: false });
  });

  test('keeps that time when the bed begins', () => {
    expect(entryAfter(...LIVE, silentFor(5500), silentFor(10_000, 'bed')).deadAir).toEqual({
      sinceMs: 500,
      bed: true,
    });
  });

  test('ends with the first sound, with the broadcast, and with a failure', () => {
    expect(entryAfter(...LIVE, silentFor(5500), silentFor(0, 'sound')).deadAir).toBeNull();
    expect(entryAfter(...LIVE, silentFor(5500), stopping).deadAir).toBeNull();
    expect(entryAfter(...LIVE, silentFor(5500), stopping, stopped, ...LIVE).deadAir).toBeNull();
  });
});
