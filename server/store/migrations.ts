/** The steps that bring a database to the present shape. Each runs once, in order; `user_version` counts those that ran. */
import type { DatabaseSync } from 'node:sqlite';

/** Steps are history: add at the end, never change one. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE shows (
     slug TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     title TEXT NOT NULL DEFAULT '',
     live_wanted INTEGER NOT NULL DEFAULT 0,
     created_at_ms INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE invites (
     token_hash BLOB PRIMARY KEY,
     show TEXT NOT NULL REFERENCES shows (slug) ON DELETE CASCADE,
     role TEXT NOT NULL CHECK (role IN ('host', 'guest')),
     created_at_ms INTEGER NOT NULL,
     expires_at_ms INTEGER NOT NULL,
     revoked_at_ms INTEGER
   ) STRICT;
   CREATE INDEX invites_by_show ON invites (show, created_at_ms);
   INSERT INTO shows (slug, name, created_at_ms) VALUES ('main', 'Main show', unixepoch() * 1000);`,
  `CREATE TABLE room_people (
     show TEXT PRIMARY KEY REFERENCES shows (slug) ON DELETE CASCADE,
     people TEXT NOT NULL,
     saved_at_ms INTEGER NOT NULL
   ) STRICT;`,
  `CREATE TABLE played_titles (
     show TEXT NOT NULL REFERENCES shows (slug) ON DELETE CASCADE,
     title TEXT NOT NULL,
     at_ms INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX played_titles_by_show ON played_titles (show, at_ms);`,
  `CREATE TABLE consoles (
     show TEXT PRIMARY KEY REFERENCES shows (slug) ON DELETE CASCADE,
     console TEXT NOT NULL
   ) STRICT;`,
  // A CHECK cannot be changed, so the invites move to a table with the new one.
  `CREATE TABLE invites_of_three_roles (
     token_hash BLOB PRIMARY KEY,
     show TEXT NOT NULL REFERENCES shows (slug) ON DELETE CASCADE,
     role TEXT NOT NULL CHECK (role IN ('host', 'producer', 'guest')),
     created_at_ms INTEGER NOT NULL,
     expires_at_ms INTEGER NOT NULL,
     revoked_at_ms INTEGER
   ) STRICT;
   INSERT INTO invites_of_three_roles
     SELECT token_hash, show, role, created_at_ms, expires_at_ms, revoked_at_ms FROM invites ORDER BY rowid;
   DROP TABLE invites;
   ALTER TABLE invites_of_three_roles RENAME TO invites;
   CREATE INDEX invites_by_show ON invites (show, created_at_ms);
   ALTER TABLE shows ADD COLUMN lobby TEXT NOT NULL DEFAULT 'attended' CHECK (lobby IN ('ask', 'attended', 'open'));`,
  `CREATE TABLE sittings (
     show TEXT PRIMARY KEY REFERENCES shows (slug) ON DELETE CASCADE,
     sitting TEXT NOT NULL
   ) STRICT;`,
  `CREATE TABLE soundboards (
     show TEXT PRIMARY KEY REFERENCES shows (slug) ON DELETE CASCADE,
     soundboard TEXT NOT NULL
   ) STRICT;`,
  'ALTER TABLE shows ADD COLUMN on_air_since_ms INTEGER;',
];

/** Runs the steps that are missing. Throws when the database was written by a newer version. */
export function migrate(database: DatabaseSync): void {
  const applied = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (applied > MIGRATIONS.length) {
    throw new Error(
      `The database has shape ${applied}, this version knows ${MIGRATIONS.length}. Use the newer version again.`,
    );
  }
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < applied) continue;
    database.exec(`BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}
