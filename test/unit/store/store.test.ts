import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { participantId, sceneId, showSlug } from '#protocol/ids.ts';
import { Store } from '../../../server/store/store.ts';

const MAIN = showSlug.parse('main');
const DAY_MS = 24 * 60 * 60 * 1000;

let directory: string;
let nowMs: number;
let store: Store;

const openStore = () => new Store({ dataDir: path.join(directory, 'data'), nowMs: () => nowMs });
const databaseFile = () => path.join(directory, 'data', 'openstudio.db');

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'store-'));
  nowMs = Date.UTC(2030, 0, 1);
  store = openStore();
});

afterEach(() => {
  store.close('test ends');
  rmSync(directory, { recursive: true });
});

describe('shows', () => {
  it('has the show main from the start', () => {
    expect(store.shows()).toEqual([
      {
        ...{ slug: 'main', name: 'Main show', title: '', liveWanted: false, lobby: 'attended' },
        onAirSinceMs: null,
        createdAtMs: expect.any(Number),
      },
    ]);
  });

  it('does not know other shows', () => {
    expect(store.show(showSlug.parse('other'))).toBeUndefined();
  });

  it('keeps the title, the wish to be live and since when it is over a restart', () => {
    store.setTitle(MAIN, 'Morning — with "quotes"');
    store.setLiveWanted(MAIN, true);
    store.setOnAirSince(MAIN, 5_000);
    store.close('restart');
    store = openStore();
    expect(store.show(MAIN)).toMatchObject({
      ...{ title: 'Morning — with "quotes"', liveWanted: true, onAirSinceMs: 5_000 },
    });
  });

  it('can be opened by two processes at once', () => {
    const other = openStore();
    other.setTitle(MAIN, 'from the other');
    expect(store.show(MAIN)?.title).toBe('from the other');
    other.close('test ends');
  });
});

describe('invites', () => {
  it('finds an invite by its token, with the show and the role', () => {
    const { token } = store.createInvite({ show: MAIN, role: 'guest' });
    expect(store.findInvite(token)).toEqual({
      show: 'main',
      role: 'guest',
      expiresAtMs: nowMs + 30 * DAY_MS,
    });
  });

  it('makes tokens of at least 128 bits that fit into a link', () => {
    const tokens = Array.from({ length: 50 }, () => store.createInvite({ show: MAIN, role: 'host' }).token);
    expect(new Set(tokens).size).toBe(50);
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{22,}$/);
  });

  it.each(['', 'x', 'main', `' OR 1=1 --`, '\u0000', 'a'.repeat(10_000)])('refuses %j', (token) => {
    store.createInvite({ show: MAIN, role: 'host' });
    expect(store.findInvite(token)).toBeUndefined();
  });

  it('ends after 30 days', () => {
    const { token } = store.createInvite({ show: MAIN, role: 'guest' });
    nowMs += 30 * DAY_MS - 1;
    expect(store.findInvite(token)).toBeDefined();
    nowMs += 1;
    expect(store.findInvite(token)).toBeUndefined();
  });

  it('ends when it is revoked', () => {
    const { token } = store.createInvite({ show: MAIN, role: 'guest' });
    expect(store.revokeInvite(token)).toBe(true);
    expect(store.revokeInvite(token)).toBe(false);
    expect(store.findInvite(token)).toBeUndefined();
  });

  it('keeps at most 1000 per show; the oldest go first', () => {
    const first = store.createInvite({ show: MAIN, role: 'guest' }).token;
    for (let count = 1; count < 1000; count++) store.createInvite({ show: MAIN, role: 'guest' });
    expect(store.findInvite(first)).toBeDefined();
    const last = store.createInvite({ show: MAIN, role: 'guest' }).token;
    expect(store.findInvite(first)).toBeUndefined();
    expect(store.findInvite(last)).toBeDefined();
  });
});

describe('what a host decides about the door', () => {
  it('is kept over a restart', () => {
    store.setLobby(MAIN, 'ask');
    store.close('restart');
    store = openStore();
    expect(store.show(MAIN)?.lobby).toBe('ask');
  });

  it('makes all links of a role invalid, and only of that one; they still tell whose they were', () => {
    const [guest, host] = [
      store.createInvite({ show: MAIN, role: 'guest' }).token,
      store.createInvite({ show: MAIN, role: 'host' }).token,
    ];
    store.revokeInvites({ show: MAIN, role: 'guest' });
    expect([store.findInvite(guest), store.findInvite(host)?.role]).toEqual([undefined, 'host']);
    expect([store.findRevokedInvite(guest)?.role, store.findRevokedInvite(host)]).toEqual([
      'guest',
      undefined,
    ]);
  });
});

describe('the console', () => {
  const scene = {
    id: sceneId.parse('scene'),
    name: 'Interview',
    savedAtMs: 1,
    targetLufs: -23,
    strips: [
      {
        name: 'Alice',
        participantId: participantId.parse('alice'),
        on: true,
        muted: false,
        faderDb: -6,
        pan: 0,
        processing: 'voice',
      },
    ],
  } as const;

  it('is fresh before anything was kept', () => {
    expect(store.console(MAIN)).toEqual({ scenes: [], targetLufs: -16, panic: false });
  });

  it('is kept over a restart', () => {
    store.saveConsole(MAIN, { scenes: [], targetLufs: -16, panic: true });
    store.saveConsole(MAIN, { scenes: [scene], targetLufs: -14, panic: false });
    store.close('restart');
    store = openStore();
    expect(store.console(MAIN)).toEqual({ scenes: [scene], targetLufs: -14, panic: false });
  });

  it('that another version wrote is fresh, so that the show opens', () => {
    const database = new DatabaseSync(databaseFile());
    database.exec(`INSERT INTO consoles (show, console) VALUES ('main', '{"scenes": "many"}')`);
    database.close();
    expect(store.console(MAIN)).toMatchObject({ scenes: [] });
  });
});

describe('a sitting', () => {
  const sitting = {
    chat: [
      {
        number: 1,
        participantId: participantId.parse('alice'),
        name: 'Alice',
        role: 'guest',
        text: 'hello',
        atMs: 1,
      },
    ],
    removed: { links: ['link'], browsers: ['link browser'] },
  } as const;

  it('is kept over a restart', () => {
    expect(store.sitting(MAIN)).toBeNull();
    store.saveSitting(MAIN, { chat: [], removed: { links: [], browsers: [] } });
    store.saveSitting(MAIN, sitting);
    store.close('restart');
    store = openStore();
    expect(store.sitting(MAIN)).toEqual(sitting);
  });

  it('that another version wrote is none, so that the room opens', () => {
    const database = new DatabaseSync(databaseFile());
    database.exec(`INSERT INTO sittings (show, sitting) VALUES ('main', '{"chat": "much"}')`);
    database.close();
    expect(store.sitting(MAIN)).toBeNull();
  });
});

describe('the titles that were on air', () => {
  it('are the last ten, newest first, also of the same moment', () => {
    for (let count = 1; count <= 12; count += 1) store.addPlayedTitle(MAIN, `Song ${count}`);
    const titles = store.playedTitles(MAIN);
    expect(titles.map(({ title }) => title)).toEqual(
      Array.from({ length: 10 }, (_, index) => `Song ${12 - index}`),
    );
    expect(titles[0]?.atMs).toBe(nowMs);
  });
});

describe('the file', () => {
  it('does not hold any token', () => {
    const { token } = store.createInvite({ show: MAIN, role: 'guest' });
    store.close('read the file');
    expect(readFileSync(databaseFile()).includes(token)).toBe(false);
  });

  it('belongs to its owner alone', () => {
    expect(statSync(databaseFile()).mode & 0o077).toBe(0);
    expect(statSync(path.dirname(databaseFile())).mode & 0o077).toBe(0);
  });

  it('of the shape before producers keeps its invites, and takes links for producers', () => {
    const guest = store.createInvite({ show: MAIN, role: 'guest' });
    store.close('as an earlier version left it');
    const database = new DatabaseSync(databaseFile());
    database.exec(`
      ALTER TABLE shows DROP COLUMN lobby;
      ALTER TABLE shows DROP COLUMN on_air_since_ms;
      DROP TABLE sittings;
      DROP TABLE soundboards;
      CREATE TABLE old (token_hash BLOB PRIMARY KEY, show TEXT NOT NULL REFERENCES shows (slug) ON DELETE CASCADE,
        role TEXT NOT NULL CHECK (role IN ('host', 'guest')), created_at_ms INTEGER NOT NULL,
        expires_at_ms INTEGER NOT NULL, revoked_at_ms INTEGER) STRICT;
      INSERT INTO old SELECT * FROM invites;
      DROP TABLE invites;
      ALTER TABLE old RENAME TO invites;
      CREATE INDEX invites_by_show ON invites (show, created_at_ms);
      PRAGMA user_version = 4;`);
    database.close();
    store = openStore();
    expect(store.findInvite(guest.token)).toMatchObject({ role: 'guest' });
    expect(store.show(MAIN)?.lobby).toBe('attended');
    const producer = store.createInvite({ show: MAIN, role: 'producer' });
    expect(store.findInvite(producer.token)).toMatchObject({ role: 'producer' });
  });

  it('of a newer version is refused with a sentence', () => {
    store.close('test');
    const database = new DatabaseSync(databaseFile());
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(openStore).toThrow('Use the newer version again');
  });

  it('closes twice without harm', () => {
    store.close('once');
    store.close('twice');
    expect(store.closed).toBe(true);
  });
});
