/** What outlives the process, in one SQLite file: shows, invites, and what is kept of their rooms. Knows nothing of how a room works. */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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
import { prepareStatements, type Statements } from './statements.ts';

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
    on_air_since_ms: z.nullable(z.number()),
    lobby: lobbyRule,
    created_at_ms: z.number(),
  }),
  z.transform((row) => ({
    slug: row.slug,
    name: row.name,
    title: row.title,
    liveWanted: row.live_wanted === 1,
    onAirSinceMs: row.on_air_since_ms,
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

/**
 * A show. `title` is the last one set, empty for none; `liveWanted` says that the broadcast should be on, `onAirSinceMs` (ms since the epoch)
 * when it was live for the first time, `lobby` when guests come in.
 */
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
  readonly #statements: Statements;

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
    this.#statements = prepareStatements(database);
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

  /** Remembers when the broadcast was live for the first time, in ms since the epoch, so that a restarted server counts on from there. */
  setOnAirSince(slug: ShowSlug, sinceMs: number | null): void {
    this.#statements.setOnAirSince.run(sinceMs, slug);
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
