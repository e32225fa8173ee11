import { describe, expect, test } from 'vitest'
import { mockOf } from './mocks.ts'

const USERS = '/v1/customers/f08db22f-d293-456a-b170-fab23d90fbac/users'
const AMELIA = `${USERS}/59f63b7e-1f19-40d9-b9a5-a4fb8d53694c`

const bodies: [string, string][] = [
  ['application/json', '{"displayName":"A & B","passwordProfile":{"forceChangePassword":true}}'],
  ['text/json; charset=utf-8', '{"displayName":"A & B","passwordProfile":{"forceChangePassword":true}}'],
  [
    'application/xml',
    '<CustomerUser><displayName>A &amp; B</displayName><passwordProfile><forceChangePassword>true</forceChangePassword></passwordProfile></CustomerUser>',
  ],
  [
    'text/xml',
    '<?xml version="1.0"?><CustomerUser><DisplayName>A &amp; B</DisplayName><PasswordProfile><ForceChangePassword>true</ForceChangePassword></PasswordProfile></CustomerUser>',
  ],
  ['application/x-www-form-urlencoded', 'displayName=A+%26+B&passwordProfile.forceChangePassword=true'],
]

describe('bodies in', () => {
  test.each(bodies)('%s', async (type, body) => {
    const { call } = mockOf('partner-center-users')
    const reply = await call(AMELIA, { method: 'PATCH', body, headers: { 'Content-Type': type } })
    expect(reply.status, reply.text).toBe(200)
    expect(reply.body).toMatchObject({ displayName: 'A & B', passwordProfile: { forceChangePassword: true } })
  })

  test.each([
    ['application/json', '{"state":"asleep"}'],
    ['text/json', '{"state":"asleep"}'],
    ['application/xml', '<CustomerUser><state>asleep</state></CustomerUser>'],
    ['text/xml', '<CustomerUser><State>asleep</State></CustomerUser>'],
    ['application/x-www-form-urlencoded', 'state=asleep'],
    ['application/x-www-form-urlencoded', 'State=asleep'],
  ])('%s is validated: %s', async (type, body) => {
    const { call } = mockOf('partner-center-users')
    const reply = await call(AMELIA, { method: 'PATCH', body, headers: { 'Content-Type': type } })
    expect([reply.status, reply.body.code, reply.body.data]).toEqual([400, '800002', ['state']])
  })

  test.each([
    ['application/xml', '<CustomerUser>', 400],
    [
      'application/xml',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><CustomerUser><displayName>&x;</displayName></CustomerUser>',
      400,
    ],
    ['application/xml', '<Other/>', 400],
    ['application/x-www-form-urlencoded', '__proto__.x=1', 400],
    ['text/plain', 'x', 415],
    ['multipart/form-data; boundary=x', '--x--', 415],
  ])('%s %s → %i', async (type, body, status) => {
    const { call } = mockOf('partner-center-users')
    const reply = await call(AMELIA, { method: 'PATCH', body, headers: { 'Content-Type': type } })
    expect(reply.status, reply.text).toBe(status)
  })
})

describe('answers out', () => {
  test.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/xml', 'application/xml'],
    ['text/xml, application/xml;q=0.5', 'text/xml'],
    ['application/json;q=0.2, text/json', 'text/json'],
    ['application/xml;q=0, */*;q=0.1', 'application/json'],
    ['text/*', 'text/json'],
    ['text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8', 'application/xml'],
  ])('Accept: %s → %s', async (accept, wanted) => {
    const { call } = mockOf('partner-center-users')
    const reply = await call(AMELIA, { headers: accept === undefined ? {} : { Accept: accept } })
    expect(reply.status).toBe(200)
    expect(reply.headers.get('Content-Type')?.split(';')[0]).toBe(wanted)
    if (wanted.endsWith('xml'))
      expect(reply.text).toMatch(/^<\?xml .*\?><CustomerUser[ >].*<displayName>Amelia Novak<\/displayName>/)
    else expect(reply.body.displayName).toBe('Amelia Novak')
  })

  test('an entity comes back as it was sent, in XML', async () => {
    const { call } = mockOf('partner-center-users')
    const headers = { Accept: 'application/xml', 'Content-Type': 'application/xml' }
    const { text } = await call(AMELIA, { headers })
    const changed = await call(AMELIA, {
      method: 'PATCH',
      body: text.replace('Amelia Novak', 'A. Novak'),
      headers,
    })
    expect(changed.status, changed.text).toBe(200)
    expect(changed.text).toBe(text.replace('Amelia Novak', 'A. Novak'))
  })

  test('a list that the description has only in JSON is a 406 in XML', async () => {
    const { call } = mockOf('partner-center-users')
    expect((await call(USERS, { headers: { Accept: 'application/xml' } })).status).toBe(406)
  })

  test.each(['image/png', 'application/json;q=0', 'text/html'])('Accept: %s → 406', async (accept) => {
    const { call } = mockOf('partner-center-users')
    const reply = await call(AMELIA, { headers: { Accept: accept } })
    expect(reply.status).toBe(406)
  })
})
