/** Repeatable random numbers: the same seed gives the same sequence on every machine. */
export interface Random {
  /** A number from 0 up to but not including 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** One of the values; the list must not be empty. */
  pick<T>(values: readonly T[]): T
  /** A GUID of version 4. */
  uuid(): string
  /**
   * Separate random numbers for a named purpose. One purpose does not affect another, so the records of a collection do
   * not depend on which collection was requested first.
   */
  fork(purpose: string): SeededRandom
}

/** Random numbers that can be drawn again. */
export interface SeededRandom extends Random {
  /** The position in the sequence. */
  position(): number
  /** Goes back to a position. */
  rewind(position: number): void
  /** Starts the sequence again. */
  restart(): void
}

/** Makes a {@link Random} from a seed (default 1). */
export function seededRandom(seed: number | string = 1): SeededRandom {
  return new Mulberry32(String(seed))
}

/**
 * 32 bits of state: fast, and good enough for test data. A class, because every new record makes one and closures cost
 * more.
 */
class Mulberry32 implements SeededRandom {
  readonly #seed: string
  #state: number

  constructor(seed: string) {
    this.#seed = seed
    this.#state = hash(seed)
  }

  next(): number {
    const state = (this.#state + 0x6d2b79f5) | 0
    this.#state = state
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }

  pick<T>(values: readonly T[]): T {
    return values[this.between(0, values.length - 1)] as T
  }

  uuid(): string {
    return uuidFrom(this)
  }

  fork(purpose: string): SeededRandom {
    return new Mulberry32(`${this.#seed}/${purpose}`)
  }

  position(): number {
    return this.#state
  }

  rewind(position: number): void {
    this.#state = position
  }

  restart(): void {
    this.#state = hash(this.#seed)
  }
}

/** FNV-1a, so that similar seeds start far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value >>> 0
}

function uuidFrom(random: Random): string {
  const variant = '89ab'[Math.floor(random.next() * 4)]
  return `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-${variant}${hex(random, 3)}-${hex(random, 6)}${hex(random, 6)}`
}

const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** A number of up to eight hexadecimal digits; from a table, since `toString(16)` takes twice as long. */
function hex(random: Random, digits: number): string {
  const value = Math.floor(random.next() * 16 ** digits)
  let text = ''
  for (let shift = 8 * Math.ceil(digits / 2) - 8; shift >= 0; shift -= 8)
    text += bytes[(value >>> shift) & 255]
  return text.slice(-digits)
}
