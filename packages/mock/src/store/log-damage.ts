import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'

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
export function logDamage(file: string): string | undefined {
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
  /** Frames of an earlier round stand behind those of the current one. */
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
