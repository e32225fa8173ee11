/**
 * A short text that is practically always different for different bytes: 53 bits (cyrb53). A browser has no synchronous
 * cryptographic digest, and this one need not resist attacks.
 *
 * @param seed gives other digests of the same bytes
 */
export function digest(bytes: Iterable<number>, seed = 0): string {
  let high = 0xdeadbeef ^ seed
  let low = 0x41c6ce57 ^ seed
  for (const byte of bytes) {
    high = Math.imul(high ^ byte, 0x9e3779b1)
    low = Math.imul(low ^ byte, 0x5f356495)
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
  return (4_294_967_296 * (0x1fffff & low) + (high >>> 0)).toString(36)
}
