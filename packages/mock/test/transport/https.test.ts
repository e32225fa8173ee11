import { X509Certificate } from 'node:crypto'
import { get } from 'node:https'
import { afterAll, describe, expect, test } from 'vitest'
import { selfSigned } from '../../src/server/certificate.ts'
import { ownMock } from '../own-mock.ts'

const mock = ownMock()
afterAll(() => mock.close())

/** Asks over TLS; rejects unless the certificate is trusted and belongs to the name. */
function ask(url: string, ca: string | undefined): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    get(url, { ca, headers: { authorization: 'Bearer any' }, agent: false }, (incoming) => {
      let body = ''
      incoming.on('data', (chunk) => {
        body += chunk
      })
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body }))
    }).on('error', reject)
  })
}

describe('a certificate of its own making', () => {
  test('is trusted by whoever is given it, under each name of this machine', async () => {
    const { url, port, certificate } = await mock.listen({ https: true })
    expect(url).toBe(`https://127.0.0.1:${port}`)
    for (const name of ['127.0.0.1', 'localhost']) {
      const { status, body } = await ask(`https://${name}:${port}/beta/Customers?$top=1`, certificate)
      expect([status, JSON.parse(body)['@odata.nextLink']]).toEqual([
        200,
        expect.stringMatching(`^https://${name}:${port}/beta/Customers`),
      ])
    }
    await expect(ask(url, undefined)).rejects.toThrow('self-signed certificate')
    await expect(ask(url, selfSigned('localhost').cert)).rejects.toThrow('self-signed certificate')
  })

  test.each([
    ['localhost', 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1'],
    ['mock.local', 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:mock.local'],
    [
      '[fd00::1:2]',
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:FD00:0:0:0:0:0:1:2',
    ],
    [
      '::ffff:10.0.0.5',
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:0:0:0:0:0:FFFF:A00:5',
    ],
  ])('for %s', (host, names) => {
    const now = new Date('2026-12-01T08:00:00Z')
    const { cert } = selfSigned(host, now)
    const certificate = new X509Certificate(cert)
    expect(certificate.subjectAltName).toBe(names)
    expect([certificate.ca, certificate.subject, certificate.issuer]).toEqual([
      false,
      'CN=Clientele mock',
      'CN=Clientele mock',
    ])
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect([certificate.validFrom, certificate.validTo]).toEqual([
      'Nov 30 08:00:00 2026 GMT',
      'Dec  1 08:00:00 2027 GMT',
    ])
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  })

  test('dates from 2050 on have four digits for the year', () => {
    const { cert } = selfSigned('localhost', new Date('2049-06-01T00:00:00Z'))
    expect(new X509Certificate(cert).validTo).toBe('Jun  1 00:00:00 2050 GMT')
  })

  test('serial numbers are positive and differ', () => {
    const serials = Array.from(
      { length: 20 },
      () => new X509Certificate(selfSigned('localhost').cert).serialNumber,
    )
    expect(new Set(serials).size).toBe(20)
    expect(serials.filter((serial) => !/^[4-7][\dA-F]{31}$/.test(serial))).toEqual([])
  })
})

describe('a given certificate', () => {
  test('is served', async () => {
    const given = selfSigned('localhost')
    const { url, certificate } = await mock.listen({ https: given })
    expect(certificate).toBe(given.cert)
    expect((await ask(`${url}/beta/Customers`, given.cert)).status).toBe(200)
  })

  test.each([
    ['that is none', { cert: 'nonsense', key: 'nonsense' }],
    ['with the key of another one', { cert: selfSigned('localhost').cert, key: selfSigned('localhost').key }],
  ])('%s is a clear error', async (_, https) => {
    await expect(mock.listen({ https })).rejects.toThrow('The certificate and its key cannot be used')
  })
})
