/** Marks a SQLite file as a state of this mock (`CLMK`), so that no other program's database is touched. */
export const applicationId = 0x434c4d4b

/** Grows when the tables change. */
export const formatVersion = 1

export const createTables = `
  CREATE TABLE collections (
    id INTEGER PRIMARY KEY,
    api TEXT NOT NULL,
    resource TEXT NOT NULL,
    parents TEXT NOT NULL,
    next_sequence INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE records (
    collection INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (collection, sequence)
  ) STRICT, WITHOUT ROWID;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${formatVersion};
`

/** What the file says of itself; both are 0 in a new one. */
export interface FileMarks {
  readonly application: number
  readonly version: number
  /** Tables, indexes and the like. */
  readonly objects: number
}
