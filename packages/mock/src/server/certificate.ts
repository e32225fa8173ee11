import { isIPv4, isIPv6 } from 'node:net'

/** A certificate and its key, both PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

const day = 24 * 60 * 60 * 1000

/** How long a certificate is valid. Browsers accept at most 398 days, and a mock restarts before that. */
const validity = 365 * day

/**
 * Makes a self-signed certificate for this machine (RFC 5280): ECDSA on P-256, for `localhost`, the
 * loopback addresses and the host that is listened on. Node has no writer of certificates, and libraries for it bring a
 * dozen packages; what a server certificate needs is the page below.
 *
 * @param host Name or address, for example `mock.local`.
 */
export function selfSigned(host: string, now = new Date()): Certificate {
  // Loaded only for HTTPS: 4 ms of CPU time.
  const { generateKeyPairSync, randomBytes, sign } = process.getBuiltinModule('node:crypto')
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(set(sequence(oid('2.5.4.3'), text(0x0c, 'Clientele mock'))))
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(randomBytes(16)),
    ecdsaWithSha256,
    name,
    sequence(time(new Date(now.getTime() - day)), time(new Date(now.getTime() + validity))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(host))),
  )
  const signature = sign('sha256', toBeSigned, privateKey)
  const der = sequence(toBeSigned, ecdsaWithSha256, bits(signature))
  return { cert: pem(der), key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string }
}

/** Not an authority, for signatures, for servers, and under these names. */
function extensions(host: string): Buffer[] {
  const names = [...new Set(['localhost', '127.0.0.1', '::1', host.replace(/^\[|\]$/g, '')])]
  return [
    extension('2.5.29.19', sequence(), 'critical'),
    extension('2.5.29.15', tagged(0x03, Buffer.of(7, 0x80)), 'critical'),
    extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', sequence(...names.map(alternativeName))),
  ]
}

function alternativeName(name: string): Buffer {
  if (isIPv4(name)) return tagged(0x87, Buffer.from(name.split('.').map(Number)))
  if (isIPv6(name)) return tagged(0x87, addressOf(name))
  return text(0x82, name)
}

/** The 16 bytes of an IPv6 address; an IPv4 address at its end is two groups. */
function addressOf(address: string): Buffer {
  const plain = address
    .replace(/%.*$/, '')
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
      const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number)
      return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
    })
  const [head = '', tail] = plain.split('::')
  const groups = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))
  const before = groups(head)
  const after = tail === undefined ? [] : groups(tail)
  const zeros = Array<number>(8 - before.length - after.length).fill(0)
  return Buffer.from([...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 0xff]))
}

function extension(id: string, value: Buffer, critical?: 'critical'): Buffer {
  return sequence(oid(id), ...(critical ? [tagged(0x01, Buffer.of(0xff))] : []), tagged(0x04, value))
}

// Distinguished Encoding Rules (ITU-T X.690)

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content])
  const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, 0x80 | bytes.length, ...bytes), content])
}

const sequence = (...parts: readonly Buffer[]) => tagged(0x30, ...parts)
const set = (...parts: readonly Buffer[]) => tagged(0x31, ...parts)
const bits = (value: Buffer) => tagged(0x03, Buffer.of(0), value)
const text = (tag: number, value: string) => tagged(tag, Buffer.from(value, 'utf8'))

/** A positive number: the first bit of its first byte is its sign, and no byte is there for nothing. */
function integer(value: Buffer): Buffer {
  const positive = Buffer.from(value)
  positive.writeUInt8((positive.readUInt8(0) & 0x7f) | (value.length > 1 ? 0x40 : 0), 0)
  return tagged(0x02, positive)
}

/** The first two numbers share a byte; the others have seven bits in each byte, and the last one says that it is. */
function oid(id: string): Buffer {
  const [first = 0, second = 0, ...others] = id.split('.').map(Number)
  const bytes = others.flatMap((number) => {
    const parts = [number & 0x7f]
    for (let rest = number >> 7; rest > 0; rest >>= 7) parts.unshift((rest & 0x7f) | 0x80)
    return parts
  })
  return tagged(0x06, Buffer.of(first * 40 + second, ...bytes))
}

/** UTCTime until 2049, GeneralizedTime after it (RFC 5280, section 4.1.2.5). */
function time(moment: Date): Buffer {
  const digits = moment.toISOString().replace(/[-:T]|\.\d+/g, '')
  return moment.getUTCFullYear() < 2050 ? text(0x17, digits.slice(2)) : text(0x18, digits)
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) as string[]
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
