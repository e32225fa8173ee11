import { closeSync, copyFileSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import {
  applicationId,
  createTables,
  type FileMarks,
  formatVersion,
  readCollections,
  StateFileError,
} from './state-file.ts'
import type { KeptCollection } from './store.ts'

/** An open, locked state file and what it held. */
interface OpenedStateFile {
  readonly database: DatabaseSync
  readonly kept: readonly KeptCollection[]
}

/** How long a second process waits for the first one, in milliseconds: restarts overlap a little. */
const patience = 1000

/**
 * Pages of 4 KiB after which the log is merged into the file. Only then does SQLite wait for the disk, so the
 * larger the log, the rarer a write is slow; a start reads the whole log.
 */
const pagesOfLog = 8192

const primaryCode = { busy: 5, readOnly: 8, corrupt: 11, notADatabase: 26 }

/**
 * Opens or creates the file of `--state` and locks it for this process. The lock belongs to the operating
 * system, so it ends with the process, however the process ends.
 *
 * @param report Called when a damaged file was set aside, and when its log is damaged.
 * @throws StateFileError
 */
export function openStateFile(path: string, report: (message: string) => void): OpenedStateFile {
  const file = resolve(path)
  const Database = databaseClass(file)
  const database = connect(Database, file)
  try {
    lock(database)
    reportDamagedLog(file, report)
    return { database, kept: prepare(database, file) }
  } catch (error) {
    if (!isDamage(error)) {
      database.close()
      throw explained(file, error)
    }
    const aside = setAside(database, file)
    report(
      `The state file ${file} is damaged (${(error as Error).message}). It was renamed to ${aside}; ` +
        'the mock starts with a new one.',
    )
    const fresh = connect(Database, file)
    lock(fresh)
    return { database: fresh, kept: prepare(fresh, file) }
  }
}

/** Taken from the runtime only now, because without `--state` the mock also runs where `node:sqlite` does not exist. */
function databaseClass(file: string): typeof DatabaseSync {
  const sqlite = globalThis.process?.getBuiltinModule?.('node:sqlite')
  if (sqlite) return sqlite.DatabaseSync
  throw new StateFileError(
    file,
    'no SQLite',
    'A state file needs node:sqlite, which this runtime does not have. Use Node.js 22.13 or newer, or leave the state file out.',
  )
}

function connect(Database: typeof DatabaseSync, file: string): DatabaseSync {
  try {
    return new Database(file)
  } catch (error) {
    throw explained(file, error)
  }
}

function lock(database: DatabaseSync): void {
  database.exec(`PRAGMA busy_timeout = ${patience}; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE`)
}

/**
 * A copy is kept before SQLite works what it can read of the log into the file. Of the log alone: to close the file
 * itself would end the lock on it.
 */
function reportDamagedLog(file: string, report: (message: string) => void): void {
  const damage = logDamage(file)
  if (damage === undefined) return
  const aside = freeName(`${damagedName(file)}-wal`)
  copyFileSync(`${file}-wal`, aside)
  report(
    `The log ${file}-wal is damaged: ${damage}. The mock starts with what could be read; ` +
      `a copy of the log is ${aside}.`,
  )
}

function damagedName(file: string): string {
  return `${file}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
}

/**
 * Order matters: the lock comes first, then the look at whose file it is, and only then the first write.
 * With `synchronous = NORMAL` a commit has reached the operating system: it survives the end of this
 * process in any way, though not always a power failure (SQLite, "PRAGMA synchronous").
 */
function prepare(database: DatabaseSync, file: string): readonly KeptCollection[] {
  const marks = marksOf(database)
  checkMarks(marks, file)
  if (marks.objects === 0) database.exec(createTables)
  else checkPages(database)
  database.exec('COMMIT; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  database.exec(`PRAGMA wal_autocheckpoint = ${pagesOfLog}`)
  return readCollections(database)
}

function marksOf(database: DatabaseSync): FileMarks {
  const number = (query: string) => Number(Object.values(database.prepare(query).get() ?? {})[0])
  return {
    application: number('PRAGMA application_id'),
    version: number('PRAGMA user_version'),
    objects: number('SELECT count(*) FROM sqlite_schema'),
  }
}

function checkMarks({ application, version, objects }: FileMarks, file: string): void {
  if (objects > 0 && application !== applicationId) {
    throw new StateFileError(
      file,
      'not a state file',
      `${file} is a database of another program. Nothing was changed; name another file for the state.`,
    )
  }
  if (version > formatVersion) {
    throw new StateFileError(
      file,
      'newer format',
      `${file} was written by a newer version of the mock (format ${version}, this one knows ${formatVersion}). Update the mock, or name another file.`,
    )
  }
}

/** A damaged file, told apart from SQLite's other errors. */
class DamagedError extends Error {
  override readonly name = 'DamagedError'
}

function checkPages(database: DatabaseSync): void {
  const findings = database.prepare('PRAGMA quick_check(1)').all()
  const finding = String(Object.values(findings[0] ?? {})[0])
  if (finding !== 'ok') throw new DamagedError(finding.replaceAll(/\s+/g, ' ').trim())
}

/** `SyntaxError` comes from a record that is not JSON, `ERR_SQLITE_ERROR` 1 from a missing table. */
function isDamage(error: unknown): boolean {
  if (error instanceof DamagedError || error instanceof SyntaxError || error instanceof TypeError) return true
  const code = sqliteCode(error)
  return code === primaryCode.corrupt || code === primaryCode.notADatabase || code === 1
}

function sqliteCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown }).errcode
  return typeof code === 'number' ? code & 0xff : undefined
}

function explained(file: string, error: unknown): StateFileError {
  if (error instanceof StateFileError) return error
  const code = sqliteCode(error)
  if (code === primaryCode.busy) {
    return new StateFileError(
      file,
      'in use',
      `Another process uses the state file ${file}. Stop that one, or name another file.`,
      error,
    )
  }
  const what =
    code === primaryCode.readOnly ? 'is read-only' : `cannot be opened (${(error as Error).message})`
  return new StateFileError(
    file,
    'unusable',
    `The state file ${file} ${what}. Name a file in a folder that exists and can be written.`,
    error,
  )
}

/**
 * Copies first and closes then: SQLite works its log into the file when it closes, which would change the
 * evidence. What is still in the log goes along under the name that SQLite looks for.
 */
function setAside(database: DatabaseSync, file: string): string {
  const aside = freeName(damagedName(file))
  for (const part of parts) if (existsSync(file + part)) copyFileSync(file + part, aside + part)
  database.close()
  for (const part of [...parts, '-shm']) rmSync(file + part, { force: true })
  return aside
}

const parts = ['', '-wal', '-journal']

function freeName(wanted: string): string {
  let name = wanted
  for (let number = 2; existsSync(name); number++) name = `${wanted}-${number}`
  return name
}

/** Sizes of the format, in bytes (SQLite, "WAL File Format"). */
const headerSize = 32
const frameHeaderSize = 24
/** The last bit says in which order of bytes the checksums are made. */
const magic = 0x377f0682

/**
 * Looks for damage in the write-ahead log of a SQLite file that nobody has open. SQLite itself reads up to the damage and
 * forgets the rest without a word.
 *
 * What a killed process leaves at the end, a write that did not get into the file whole, is not damage: it was never
 * answered.
 *
 * @returns what is wrong; undefined when nothing is, or when there is no log
 */
function logDamage(file: string): string | undefined {
  const log = `${file}-wal`
  if (!existsSync(log) || statSync(log).size <= headerSize) return undefined
  const descriptor = openSync(log, 'r')
  try {
    return damageIn(descriptor, statSync(log).size)
  } finally {
    closeSync(descriptor)
  }
}

function damageIn(descriptor: number, size: number): string | undefined {
  const header = read(descriptor, headerSize, 0)
  const pageSize = header.readUInt32BE(8)
  const bigEndian = (header.readUInt32BE(0) & 1) === 1
  let sum = checksum([0, 0], header.subarray(0, 24), bigEndian)
  const whole = (header.readUInt32BE(0) & ~1) === magic && isPageSize(pageSize) && hasSum(header, 24, sum)
  if (!whole) return 'its first bytes are damaged, so none of its writes can be read'
  const frameSize = frameHeaderSize + pageSize
  const frames = Math.floor((size - headerSize) / frameSize)
  const place = (index: number) => headerSize + index * frameSize
  /** Frames of an earlier round follow those of the current one. */
  const isCurrent = (frame: Buffer) => frame.compare(header, 16, 24, 8, 16) === 0
  for (let index = 0; index < frames; index++) {
    const frame = read(descriptor, frameSize, place(index))
    if (!isCurrent(frame)) return lost(index)
    sum = checksum(checksum(sum, frame.subarray(0, 8), bigEndian), frame.subarray(frameHeaderSize), bigEndian)
    if (!hasSum(frame, 16, sum)) return lost(index)
  }
  return undefined

  /** Only what comes behind shows that something was lost. */
  function lost(index: number): string | undefined {
    for (let later = index + 1; later < frames; later++)
      if (isCurrent(read(descriptor, frameHeaderSize, place(later))))
        return `page ${index + 1} of ${frames} is damaged, so what was written from there on is lost`
    return undefined
  }
}

function read(descriptor: number, length: number, position: number): Buffer {
  const bytes = Buffer.alloc(length)
  readSync(descriptor, bytes, 0, length, position)
  return bytes
}

function isPageSize(size: number): boolean {
  return size >= 512 && size <= 65_536 && (size & (size - 1)) === 0
}

type Sum = readonly [number, number]

function hasSum(bytes: Buffer, at: number, [one, other]: Sum): boolean {
  return bytes.readUInt32BE(at) === one && bytes.readUInt32BE(at + 4) === other
}

function checksum([first, second]: Sum, bytes: Buffer, bigEndian: boolean): Sum {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let one = first
  let other = second
  for (let at = 0; at < bytes.length; at += 8) {
    one = (one + view.getUint32(at, !bigEndian) + other) >>> 0
    other = (other + view.getUint32(at + 4, !bigEndian) + one) >>> 0
  }
  return [one, other]
}
