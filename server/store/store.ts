/** What outlives the process, in one SQLite file: shows, invites, and what is kept of their rooms. Knows nothing of how a room works. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { type ShowSlug, showSlug } from '#protocol/ids.ts';
import { type LobbyRule, lobbyRule, type Role, role } from '#protocol/people.ts';
import { newToken } from '../ids.ts';
import { Closable } from '../lifecycle.ts';
import { type ConsoleRecord, FRESH_CONSOLE, readConsole } from './console-record.ts';
import { migrate } from './migrations.ts';
import { type PersonRecord, readPeople } from './people-record.ts';
import { readSitting, type SittingRecord } from './sitting-record.ts';
import { NO_SOUNDS, readSoundboard, type SoundboardRecord } from './soundboard-record.ts';

const INVITE_LIFE_MS = 30 * 24 * 60 * 60 * 1000;
/** How many invites a show keeps; the oldest go first. */
const INVITES_PER_SHOW_MAX = 1000;
/** How many titles of the past a show keeps. */
const PLAYED_TITLES_MAX = 10;
const BUSY_TIMEOUT_MS = 5000;
const FILE_NAME = 'openstudio.db';
const OWNER_ONLY_DIRECTORY = 0o700;
const OWNER_ONLY_FILE = 0o600;

const showRow = z.pipe(
  z.object({
    slug: showSlug,
    name: z.string(),
    title: z.string(),
    live_wanted: z.number(),
    lobby: lobbyRule,
    created_at_ms: z.number(),
  }),
  z.transform((row) => ({
    slug: row.slug,
    name: row.name,
    title: row.title,
    liveWanted: row.live_wanted === 1,
    lobby: row.lobby,
    createdAtMs: row.created_at_ms,
  })),
);

const inviteRow = z.pipe(
  z.object({ show: showSlug, role, expires_at_ms: z.number() }),
  z.transform((row) => ({ show: row.show, role: row.role, expiresAtMs: row.expires_at_ms })),
);

const playedTitleRow = z.pipe(
  z.object({ title: z.string(), at_ms: z.number() }),
  z.transform((row) => ({ title: row.title, atMs: row.at_ms })),
);

/** A title that was on air from `atMs` (ms since the epoch) on. */
export type PlayedTitle = Readonly<z.output<typeof playedTitleRow>>;

/** A show. `title` is the last one set, empty for none; `liveWanted` says that the broadcast should be on, `lobby` when guests come in. */
export type ShowRecord = Readonly<z.output<typeof showRow>>;

/** What an invite link allows. */
export type InviteRecord = Readonly<z.output<typeof inviteRow>>;

/** A fresh invite. The token is known here and now only; the file keeps its hash. */
export type NewInvite = InviteRecord & { readonly token: string };

export type StoreOptions = {
  /** The folder of the file; made when missing, for the owner of the process alone. */
  readonly dataDir: string;
  readonly nowMs?: () => number;
};

/** After this long nobody who was in a room when it was last saved can still be waiting to come back. */
const PEOPLE_LIFE_MS = 5 * 60 * 1000;

/** Synchronous throughout: every query touches a few rows by their key. */
export class Store extends Closable {
  readonly #database: DatabaseSync;
  readonly #nowMs: () => number;
  readonly #statements: Record<
    | 'shows'
    | 'show'
    | 'setTitle'
    | 'setLiveWanted'
    | 'setLobby'
    | 'addInvite'
    | 'invite'
    | 'revokedInvite'
    | 'revokeInvite'
    | 'revokeInvites'
    | 'pruneInvites'
    | 'people'
    | 'savePeople'
    | 'console'
    | 'saveConsole'
    | 'sitting'
    | 'saveSitting'
    | 'soundboard'
    | 'saveSoundboard'
    | 'playedTitles'
    | 'addPlayedTitle'
    | 'prunePlayedTitles',
    StatementSync
  >;

  /** Opens the database and brings it to the present shape. Throws when the file cannot be used. */
  constructor({ dataDir, nowMs = Date.now }: StoreOptions) {
    super();
    this.#nowMs = nowMs;
    mkdirSync(dataDir, { recursive: true, mode: OWNER_ONLY_DIRECTORY });
    const file = path.join(dataDir, FILE_NAME);
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    this.#database = database;
    chmodSync(file, OWNER_ONLY_FILE);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    migrate(database);
    this.#statements = {
      shows: database.prepare('SELECT * FROM shows ORDER BY created_at_ms, slug'),
      show: database.prepare('SELECT * FROM shows WHERE slug = ?'),
      setTitle: database.prepare('UPDATE shows SET title = ? WHERE slug = ?'),
      setLiveWanted: database.prepare('UPDATE shows SET live_wanted = ? WHERE slug = ?'),
      setLobby: database.prepare('UPDATE shows SET lobby = ? WHERE slug = ?'),
      addInvite: database.prepare(
        'INSERT INTO invites (token_hash, show, role, created_at_ms, expires_at_ms) VALUES (?, ?, ?, ?, ?)',
      ),
      invite: database.prepare(
        'SELECT show, role, expires_at_ms FROM invites WHERE token_hash = ? AND expires_at_ms > ? AND revoked_at_ms IS NULL',
      ),
      revokedInvite: database.prepare(
        'SELECT show, role, expires_at_ms FROM invites WHERE token_hash = ? AND expires_at_ms > ? AND revoked_at_ms IS NOT NULL',
      ),
      revokeInvites: database.prepare(
        'UPDATE invites SET revoked_at_ms = ? WHERE show = ? AND role = ? AND revoked_at_ms IS NULL',
      ),
      people: database.prepare('SELECT people FROM room_people WHERE show = ? AND saved_at_ms > ?'),
      savePeople: database.prepare(
        `INSERT INTO room_people (show, people, saved_at_ms) VALUES (?, ?, ?)
         ON CONFLICT (show) DO UPDATE SET people = excluded.people, saved_at_ms = excluded.saved_at_ms`,
      ),
      console: database.prepare('SELECT console FROM consoles WHERE show = ?'),
      saveConsole: database.prepare(
        `INSERT INTO consoles (show, console) VALUES (?, ?)
         ON CONFLICT (show) DO UPDATE SET console = excluded.console`,
      ),
      sitting: database.prepare('SELECT sitting FROM sittings WHERE show = ?'),
      saveSitting: database.prepare(
        `INSERT INTO sittings (show, sitting) VALUES (?, ?)
         ON CONFLICT (show) DO UPDATE SET sitting = excluded.sitting`,
      ),
      soundboard: database.prepare('SELECT soundboard FROM soundboards WHERE show = ?'),
      saveSoundboard: database.prepare(
        `INSERT INTO soundboards (show, soundboard) VALUES (?, ?)
         ON CONFLICT (show) DO UPDATE SET soundboard = excluded.soundboard`,
      ),
      playedTitles: database.prepare(
        'SELECT title, at_ms FROM played_titles WHERE show = ? ORDER BY at_ms DESC, rowid DESC LIMIT ?',
      ),
      addPlayedTitle: database.prepare('INSERT INTO played_titles (show, title, at_ms) VALUES (?, ?, ?)'),
      prunePlayedTitles: database.prepare(
        `DELETE FROM played_titles WHERE show = :show AND rowid NOT IN (
           SELECT rowid FROM played_titles WHERE show = :show ORDER BY at_ms DESC, rowid DESC LIMIT :keep
         )`,
      ),
      revokeInvite: database.prepare(
        'UPDATE invites SET revoked_at_ms = ? WHERE token_hash = ? AND revoked_at_ms IS NULL',
      ),
      pruneInvites: database.prepare(
        `DELETE FROM invites WHERE expires_at_ms <= :now OR token_hash IN (
           SELECT token_hash FROM invites WHERE show = :show ORDER BY created_at_ms DESC, rowid DESC LIMIT -1 OFFSET :keep
         )`,
      ),
    };
  }

  /** Every show, oldest first; `main` is always there. */
  shows(): ShowRecord[] {
    return this.#statements.shows.all().map((row) => showRow.parse(row));
  }

  show(slug: ShowSlug): ShowRecord | undefined {
    const row = this.#statements.show.get(slug);
    return row === undefined ? undefined : showRow.parse(row);
  }

  setTitle(slug: ShowSlug, title: string): void {
    this.#statements.setTitle.run(title, slug);
  }

  /** The last titles that went on air, newest first. */
  playedTitles(slug: ShowSlug): PlayedTitle[] {
    return this.#statements.playedTitles.all(slug, PLAYED_TITLES_MAX).map((row) => playedTitleRow.parse(row));
  }

  /** Notes that a title is on air from now on. */
  addPlayedTitle(slug: ShowSlug, title: string): void {
    this.#statements.addPlayedTitle.run(slug, title, this.#nowMs());
    this.#statements.prunePlayedTitles.run({ show: slug, keep: PLAYED_TITLES_MAX });
  }

  /** Remembers whether the broadcast should be on, so that a restarted server can take it up again. */
  setLiveWanted(slug: ShowSlug, wanted: boolean): void {
    this.#statements.setLiveWanted.run(wanted ? 1 : 0, slug);
  }

  /** Remembers when guests come in. */
  setLobby(slug: ShowSlug, rule: LobbyRule): void {
    this.#statements.setLobby.run(rule, slug);
  }

  /** Makes an invite that holds for 30 days. */
  createInvite({ show, role: of }: { show: ShowSlug; role: Role }): NewInvite {
    const token = newToken();
    const nowMs = this.#nowMs();
    const expiresAtMs = nowMs + INVITE_LIFE_MS;
    this.#statements.pruneInvites.run({ now: nowMs, show, keep: INVITES_PER_SHOW_MAX - 1 });
    this.#statements.addInvite.run(hashOf(token), show, of, nowMs, expiresAtMs);
    return { token, show, role: of, expiresAtMs };
  }

  /** The invite of a token, unless it is unknown, expired or revoked. */
  findInvite(token: string): InviteRecord | undefined {
    const row = this.#statements.invite.get(hashOf(token), this.#nowMs());
    return row === undefined ? undefined : inviteRow.parse(row);
  }

  /** The invite of a token that was revoked and would hold otherwise. */
  findRevokedInvite(token: string): InviteRecord | undefined {
    const row = this.#statements.revokedInvite.get(hashOf(token), this.#nowMs());
    return row === undefined ? undefined : inviteRow.parse(row);
  }

  /** Makes all invites of a show and a role invalid. */
  revokeInvites({ show, role: of }: { show: ShowSlug; role: Role }): void {
    this.#statements.revokeInvites.run(this.#nowMs(), show, of);
  }

  /** Makes an invite invalid; says whether there was one. */
  revokeInvite(token: string): boolean {
    return this.#statements.revokeInvite.run(this.#nowMs(), hashOf(token)).changes > 0;
  }

  /** Who was in the room of a show when it was last saved, a few minutes ago at most. */
  people(slug: ShowSlug): PersonRecord[] {
    const row = this.#statements.people.get(slug, this.#nowMs() - PEOPLE_LIFE_MS);
    return row === undefined ? [] : readPeople(row);
  }

  savePeople(slug: ShowSlug, people: readonly PersonRecord[]): void {
    this.#statements.savePeople.run(slug, JSON.stringify(people), this.#nowMs());
  }

  /** What was kept of a show's console; a fresh one when there is none, or none that this version can read. */
  console(slug: ShowSlug): ConsoleRecord {
    const row = this.#statements.console.get(slug);
    return row === undefined ? FRESH_CONSOLE : readConsole(row);
  }

  saveConsole(slug: ShowSlug, console: ConsoleRecord): void {
    this.#statements.saveConsole.run(slug, JSON.stringify(console));
  }

  /** What was last kept of a sitting in the room of a show; null when there is nothing, or nothing that this version can read. */
  sitting(slug: ShowSlug): SittingRecord | null {
    const row = this.#statements.sitting.get(slug);
    return row === undefined ? null : readSitting(row);
  }

  saveSitting(slug: ShowSlug, sitting: SittingRecord): void {
    this.#statements.saveSitting.run(slug, JSON.stringify(sitting));
  }

  /** What was kept of a show's soundboard; an empty one when there is none, and null for one that this version cannot read. */
  soundboard(slug: ShowSlug): SoundboardRecord | null {
    const row = this.#statements.soundboard.get(slug);
    return row === undefined ? NO_SOUNDS : readSoundboard(row);
  }

  saveSoundboard(slug: ShowSlug, soundboard: SoundboardRecord): void {
    this.#statements.saveSoundboard.run(slug, JSON.stringify(soundboard));
  }

  protected override onClose(): void {
    this.#database.close();
  }
}

/** The token has 192 random bits, so a plain hash cannot be searched; a slow one would protect nothing more. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
