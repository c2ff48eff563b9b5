import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { participantId, showSlug, stripId } from '#protocol/ids.ts';
import type { ServerMessage } from '#protocol/messages.ts';
import { applyPatch } from '#protocol/patch.ts';
import type { Levels, RoomState } from '#protocol/state.ts';
import { Replicator, type StateSource } from '../../../server/signaling/replicator.ts';
import { randomFrom } from '../../support/synthetic/random.ts';

const YOU = { participantId: participantId.parse('you'), role: 'host' } as const;
const LEVELS: Levels = { strips: {}, program: { peakDb: [-20, -20], rmsDb: -30 }, loudness: null };
const EMPTY: RoomState = {
  show: { slug: showSlug.parse('main'), name: 'Show', mediaEpoch: 1, lobby: 'open' },
  program: {
    phase: 'off',
    phaseSinceMs: 0,
    onAirSinceMs: null,
    title: '',
    mounts: [],
    problem: null,
    deadAir: null,
    bedWanted: null,
    panicSinceMs: null,
  },
  participants: {},
  strips: {},
  waiting: {},
  chat: {},
  soundboard: { producerId: null },
  pads: {},
  console: { scenes: [], crossfade: null, holds: {}, targetLufs: -16 },
};

/** State that a test changes by hand. */
class FakeSource implements StateSource {
  state = EMPTY;
  version = 1;
  participantCount = 2;
  readonly changed = new Set<() => void>();
  readonly levels = new Set<(levels: Levels) => void>();

  onChanged(listener: () => void): () => void {
    this.changed.add(listener);
    return () => this.changed.delete(listener);
  }
  onLevels(listener: (levels: Levels) => void): () => void {
    this.levels.add(listener);
    return () => this.levels.delete(listener);
  }
  commit(state: RoomState): void {
    this.state = state;
    this.version += 1;
    for (const listener of this.changed) listener();
  }
  setTitle(title: string): void {
    this.commit({ ...this.state, program: { ...this.state.program, title } });
  }
  meter(): void {
    for (const listener of this.levels) listener({ ...LEVELS });
  }
}

/** The browser's end: what came through, and the copy that it makes. */
class FakeOutlet {
  backlogBytes = 0;
  readonly messages: ServerMessage[] = [];
  copy: { version: number; state: RoomState } | null = null;

  send(message: ServerMessage): void {
    const wire: ServerMessage = structuredClone(message);
    this.messages.push(wire);
    if (wire.type === 'welcome') this.copy = { version: wire.version, state: wire.state };
    if (wire.type !== 'patch' || this.copy === null) return;
    if (wire.from !== this.copy.version)
      throw new Error(`gap: have ${this.copy.version}, patch from ${wire.from}`);
    this.copy = { version: wire.to, state: applyPatch(this.copy.state, wire.body) };
  }

  get patches(): number {
    return this.messages.filter((message) => message.type === 'patch').length;
  }
  get levels(): number {
    return this.messages.filter((message) => message.type === 'levels').length;
  }
}

let source: FakeSource;
let outlet: FakeOutlet;
let replicator: Replicator;
let levelsDropped: number;

const replicate = (to: FakeOutlet) =>
  new Replicator({ source, outlet: to, you: YOU, onLevelsDropped: () => levelsDropped++ });

beforeEach(() => {
  vi.useFakeTimers();
  source = new FakeSource();
  outlet = new FakeOutlet();
  levelsDropped = 0;
  replicator = replicate(outlet);
});

afterEach(() => {
  replicator.close('test ends');
  expect(vi.getTimerCount()).toBe(0);
  expect(source.changed.size + source.levels.size).toBe(0);
  vi.useRealTimers();
});

describe('a browser', () => {
  it('begins with the whole state and who it is', () => {
    expect(outlet.messages).toEqual([
      { type: 'welcome', version: 1, serverTimeMs: expect.any(Number), you: YOU, state: EMPTY },
    ]);
  });

  it('sees the first change after a silence at once', () => {
    source.setTitle('a');
    expect(outlet.copy?.state.program.title).toBe('a');
  });

  it('gets at most 20 patches a second however fast the state changes', () => {
    for (let index = 0; index < 1000; index++) {
      source.setTitle(`title ${index}`);
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(50);
    expect(outlet.patches).toBeLessThanOrEqual(21);
    expect(outlet.patches).toBeGreaterThanOrEqual(19);
    expect(outlet.copy?.state).toEqual(source.state);
  });

  it('gets fewer and larger patches in a full room', () => {
    source.participantCount = 50;
    for (let index = 0; index < 1000; index++) {
      source.setTitle(`title ${index}`);
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(200);
    expect(outlet.patches).toBeLessThanOrEqual(7);
    expect(outlet.patches).toBeGreaterThanOrEqual(5);
    expect(outlet.copy?.state).toEqual(source.state);
  });

  it('gets the patch of a request before its reply, even within the interval', () => {
    source.setTitle('a');
    source.setTitle('b');
    expect(outlet.copy?.state.program.title).toBe('a');
    expect(replicator.flush()).toBe(source.version);
    expect(outlet.copy?.state.program.title).toBe('b');
    vi.advanceTimersByTime(1000);
    expect(outlet.patches).toBe(2);
  });

  it('is brought to the new version also when a change undid itself', () => {
    source.setTitle('a');
    const strip = {
      id: stripId.parse('s'),
      participantId: YOU.participantId,
      on: false,
      muted: false,
      faderDb: 0,
      pan: 0,
      processing: 'voice',
    } as const;
    source.commit({ ...source.state, strips: { s: strip } });
    source.commit({ ...source.state, strips: {} });
    expect(replicator.flush()).toBe(source.version);
    expect(outlet.copy?.version).toBe(source.version);
  });

  it('gets a fresh welcome after a gap, and patches go on from there', () => {
    source.setTitle('a');
    outlet.copy = { version: 0, state: EMPTY };
    replicator.welcome();
    vi.advanceTimersByTime(50);
    source.setTitle('b');
    expect(outlet.copy).toEqual({ version: source.version, state: source.state });
  });
});

describe('a slow browser', () => {
  it('gets fewer, larger patches and no levels, then everything', () => {
    outlet.backlogBytes = 100_000;
    for (let index = 0; index < 100; index++) {
      source.setTitle(`title ${index}`);
      source.meter();
      vi.advanceTimersByTime(50);
    }
    expect(outlet.patches).toBe(0);
    expect(outlet.levels).toBe(0);
    expect(levelsDropped).toBe(100);
    outlet.backlogBytes = 0;
    vi.advanceTimersByTime(50);
    expect(outlet.patches).toBe(1);
    expect(outlet.copy?.state).toEqual(source.state);
    source.meter();
    expect(outlet.levels).toBe(1);
  });
});

describe('random edits', () => {
  const ROUNDS = 40;
  const EDITS = 300;

  it.each([1, 2, 3])(
    'leave every copy equal to the state, with a fast and a slow browser (seed %d)',
    (seed) => {
      const random = randomFrom(seed);
      const slow = new FakeOutlet();
      const second = replicate(slow);
      for (let round = 0; round < ROUNDS; round++) {
        for (let edit = 0; edit < EDITS / ROUNDS; edit++) {
          source.commit(randomEdit(source.state, random));
          if (random() < 0.5) vi.advanceTimersByTime(Math.floor(random() * 80));
          if (random() < 0.1) replicator.flush();
          if (random() < 0.05) second.welcome();
          slow.backlogBytes = random() < 0.7 ? 50_000 : 0;
        }
        slow.backlogBytes = 0;
        vi.advanceTimersByTime(100);
        expect(outlet.copy).toEqual({ version: source.version, state: source.state });
        expect(slow.copy).toEqual({ version: source.version, state: source.state });
      }
      expect(slow.patches).toBeLessThan(outlet.patches);
      second.close('test ends');
    },
  );
});

/** Adds, changes or drops a participant with a strip, or changes the show or the program. */
function randomEdit(state: RoomState, random: () => number): RoomState {
  const id = `p${Math.floor(random() * 6)}`;
  const { [id]: person, ...others } = state.participants;
  const { [id]: _strip, ...otherStrips } = state.strips;
  const choice = random();
  if (choice < 0.1) return { ...state, show: { ...state.show, mediaEpoch: state.show.mediaEpoch + 1 } };
  if (choice < 0.2) return { ...state, program: { ...state.program, title: String(random()) } };
  if (choice < 0.25) return { ...state, console: { ...state.console, targetLufs: -random() * 30 } };
  if (choice < 0.4 && person !== undefined) return { ...state, participants: others, strips: otherStrips };
  const entry = {
    id: participantId.parse(id),
    name: String(random()),
    role: 'guest',
    presence: 'here',
    enteredAtMs: 0,
    microphone: null,
    camera: null,
    screen: null,
    mutedByHost: false,
    talkback: null,
    connection: null,
    trouble: null,
  } as const;
  const strip = {
    id: stripId.parse(id),
    participantId: entry.id,
    on: random() < 0.5,
    muted: false,
    faderDb: -random() * 60,
    pan: 0,
    processing: 'voice',
  } as const;
  return {
    ...state,
    participants: choice < 0.7 ? { ...state.participants, [id]: entry } : state.participants,
    strips: { ...state.strips, [id]: strip },
  };
}
