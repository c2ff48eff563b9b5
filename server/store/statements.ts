/** Everything that the store asks its database, prepared once. */
import type { DatabaseSync } from 'node:sqlite';

export type Statements = ReturnType<typeof prepareStatements>;

/** `database` has the present shape. */
export function prepareStatements(database: DatabaseSync) {
  return {
    shows: database.prepare('SELECT * FROM shows ORDER BY created_at_ms, slug'),
    show: database.prepare('SELECT * FROM shows WHERE slug = ?'),
    setTitle: database.prepare('UPDATE shows SET title = ? WHERE slug = ?'),
    setLiveWanted: database.prepare('UPDATE shows SET live_wanted = ? WHERE slug = ?'),
    setOnAirSince: database.prepare('UPDATE shows SET on_air_since_ms = ? WHERE slug = ?'),
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
