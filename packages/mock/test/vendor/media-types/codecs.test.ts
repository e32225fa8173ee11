import { describe, expect, test } from 'vitest'
import { BodySyntaxError, type CodecContext } from '../../../src/exchange/media-types/codec.ts'
import { codecFor } from '../../../src/exchange/media-types/media-type.ts'
import type { JsonSchema } from '../../../src/json/json.ts'

const user: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    displayName: { type: 'string' },
    age: { type: 'integer' },
    score: { type: 'number' },
    softDeletionTime: { type: ['string', 'null'], format: 'date-time' },
    passwordProfile: {
      type: 'object',
      properties: { password: { type: 'string' }, forceChangePassword: { type: 'boolean' } },
    },
    tags: { type: 'array', items: { type: 'string' } },
    links: {
      allOf: [
        {
          type: 'object',
          properties: {
            headers: {
              type: 'array',
              items: { $ref: '#/x', type: 'object', properties: { key: { type: 'string' } } },
            },
          },
        },
      ],
    },
    wrapped: { type: 'array', xml: { wrapped: true }, items: { type: 'integer', xml: { name: 'Number' } } },
    renamed: { type: 'string', xml: { name: 'Other' } },
    version: { type: 'string', xml: { attribute: true } },
  },
}
const context: CodecContext = { schema: user, name: 'CustomerUser', parameters: {} }

function parse(mediaType: string, text: string, own = context): unknown {
  return codecFor(mediaType)?.parse(new TextEncoder().encode(text), own)
}

function format(mediaType: string, value: unknown, own = context): string | undefined {
  return codecFor(mediaType)?.format(value, own)
}

function refusal(mediaType: string, text: string): string {
  try {
    parse(mediaType, text)
  } catch (error) {
    if (error instanceof BodySyntaxError) return error.message
    throw error
  }
  throw new Error('the body was accepted')
}

test.each([
  ['application/json', 'JSON'],
  ['text/json', 'JSON'],
  ['application/problem+json', 'JSON'],
  ['application/xml', 'XML'],
  ['text/xml', 'XML'],
  ['application/atom+xml', 'XML'],
  ['application/x-www-form-urlencoded', 'form'],
  ['text/plain', 'text'],
  ['image/png', undefined],
  ['multipart/form-data', 'multipart form'],
  ['multipart/related', undefined],
])('%s is read by %s', (essence, name) => {
  expect(codecFor(essence)?.name).toBe(name)
})

describe('XML in', () => {
  test.each([
    ['<CustomerUser><displayName>Amelia</displayName></CustomerUser>', { displayName: 'Amelia' }],
    [
      '<?xml version="1.0"?>\n<CustomerUser>\n  <age>41</age>\n  <score>1.5</score>\n</CustomerUser>',
      { age: 41, score: 1.5 },
    ],
    ['<CustomerUser><age>forty</age></CustomerUser>', { age: 'forty' }],
    ['<CustomerUser><id>0042</id></CustomerUser>', { id: '0042' }],
    ['<CustomerUser><displayName>  a  b </displayName></CustomerUser>', { displayName: '  a  b ' }],
    ['<CustomerUser><displayName/></CustomerUser>', { displayName: '' }],
    ['<CustomerUser/>', {}],
    [
      '<CustomerUser xmlns="urn:x"><PasswordProfile><Password>a&amp;b</Password><ForceChangePassword>true</ForceChangePassword></PasswordProfile></CustomerUser>',
      { PasswordProfile: { Password: 'a&b', ForceChangePassword: true } },
    ],
    ['<CustomerUser><tags>a</tags><tags>b</tags></CustomerUser>', { tags: ['a', 'b'] }],
    ['<CustomerUser><tags>a</tags></CustomerUser>', { tags: ['a'] }],
    [
      '<CustomerUser><links><headers><key>k</key></headers></links></CustomerUser>',
      { links: { headers: [{ key: 'k' }] } },
    ],
    [
      '<CustomerUser><wrapped><Number>1</Number><Number>2</Number></wrapped></CustomerUser>',
      { wrapped: [1, 2] },
    ],
    ['<CustomerUser><wrapped/></CustomerUser>', { wrapped: [] }],
    ['<CustomerUser><wrapped>\n  </wrapped></CustomerUser>', { wrapped: [] }],
    ['<CustomerUser>\n  <links>\n  </links>\n</CustomerUser>', { links: {} }],
    ['<CustomerUser>\n</CustomerUser>', {}],
    ['<CustomerUser version="7"><Other>x</Other></CustomerUser>', { version: '7', renamed: 'x' }],
    [
      '<CustomerUser><displayName>&#65;&#x42;&lt;&gt;&quot;&apos;</displayName></CustomerUser>',
      { displayName: 'AB<>"\'' },
    ],
    [
      '<CustomerUser><displayName><![CDATA[<b>&amp;]]></displayName></CustomerUser>',
      { displayName: '<b>&amp;' },
    ],
    ['<CustomerUser><!-- x --><id>1</id></CustomerUser>', { id: '1' }],
    [
      '<CustomerUser xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><softDeletionTime i:nil="true"/></CustomerUser>',
      { softDeletionTime: null },
    ],
    ['<CustomerUser><_x0040_odata.type>x</_x0040_odata.type></CustomerUser>', { '@odata.type': 'x' }],
  ])('%s', (text, wanted) => {
    expect(parse('application/xml', text)).toEqual(wanted)
  })

  test.each([
    ['<CustomerUser>', 'not well-formed XML: see line 1'],
    ['', 'not well-formed'],
    ['{"a":1}', 'not well-formed'],
    ['<User/>', 'must be <CustomerUser>, not <User>'],
    ['<CustomerUser/><CustomerUser/>', 'exactly one root element'],
    [
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><CustomerUser><id>&e;</id></CustomerUser>',
      'DOCTYPE',
    ],
    ['<CustomerUser><id>&e;</id></CustomerUser>', 'entity'],
    ['<CustomerUser><id>&#0;</id></CustomerUser>', 'entity'],
    [`<CustomerUser>${'<b>'.repeat(500)}${'</b>'.repeat(500)}</CustomerUser>`, 'nested too deeply'],
    ['<CustomerUser><__proto__>1</__proto__></CustomerUser>', 'reserved name'],
  ])('refuses %s', (text, message) => {
    expect(refusal('text/xml', text)).toContain(message)
  })

  test('never quotes the body', () => {
    expect(refusal('text/xml', '<CustomerUser><password>s3cret</passwrd></CustomerUser>')).not.toContain(
      's3cret',
    )
  })
})

describe('XML out', () => {
  const declaration = '<?xml version="1.0" encoding="utf-8"?>'
  const root = '<CustomerUser xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
  test.each([
    [{ id: '1', age: 41 }, '<id>1</id><age>41</age>'],
    [{ displayName: 'a & <b>' }, '<displayName>a &amp; &lt;b&gt;</displayName>'],
    [{ softDeletionTime: null }, '<softDeletionTime xsi:nil="true"/>'],
    [{ tags: ['a', 'b'] }, '<tags>a</tags><tags>b</tags>'],
    [{ wrapped: [1, 2] }, '<wrapped><Number>1</Number><Number>2</Number></wrapped>'],
    [{ renamed: 'x' }, '<Other>x</Other>'],
    [
      { passwordProfile: { forceChangePassword: false } },
      '<passwordProfile><forceChangePassword>false</forceChangePassword></passwordProfile>',
    ],
    [{ '@odata.type': 'x' }, '<_x0040_odata.type>x</_x0040_odata.type>'],
    [{ displayName: 'a\u0000b' }, '<displayName>a\ufffdb</displayName>'],
  ])('%j', (value, wanted) => {
    expect(format('application/xml', value)).toBe(`${declaration}${root}>${wanted}</CustomerUser>`)
  })
  test('attributes', () => {
    expect(format('application/xml', { version: '7"' })).toContain('version="7&quot;"')
  })
  test.each([
    [
      {
        id: '1',
        age: 3,
        softDeletionTime: null,
        tags: ['x'],
        passwordProfile: { forceChangePassword: true },
      },
    ],
    [{ wrapped: [], links: {} }],
    [{ wrapped: [1], renamed: 'r', links: { headers: [{ key: 'k & <>"\'' }] } }],
  ])('%j comes back as it went', (value) => {
    expect(parse('text/xml', format('text/xml', value) ?? '')).toEqual(value)
  })
})

describe('forms', () => {
  const type = 'application/x-www-form-urlencoded'
  test.each([
    ['displayName=Amelia+Novak&age=41', { displayName: 'Amelia Novak', age: 41 }],
    [
      'passwordProfile.password=a%26b%3D1&passwordProfile.forceChangePassword=true',
      { passwordProfile: { password: 'a&b=1', forceChangePassword: true } },
    ],
    ['PasswordProfile.ForceChangePassword=FALSE', { PasswordProfile: { ForceChangePassword: false } }],
    ['tags=a&tags=b', { tags: ['a', 'b'] }],
    ['tags=a', { tags: ['a'] }],
    ['tags[0]=a&tags[1]=b', { tags: ['a', 'b'] }],
    ['links.headers[0].key=k', { links: { headers: [{ key: 'k' }] } }],
    ['softDeletionTime=', { softDeletionTime: null }],
    ['displayName=', { displayName: '' }],
    ['age=x', { age: 'x' }],
    ['id=%C3%A9', { id: 'é' }],
    ['', {}],
  ])('%s', (text, wanted) => {
    expect(parse(type, text)).toEqual(wanted)
  })
  test.each([
    ['a=1&a.b=2', 'a value and members at once'],
    ['a.b=2&a=1', 'a value and members at once'],
    ['__proto__.x=1', 'must not name'],
    ['a.constructor=1', 'must not name'],
    ['a[999999]=1', 'nests too far'],
    [`${'a.'.repeat(100)}b=1`, 'nests too far'],
    ['a..b=1', 'cannot be read'],
    ['a=%zz', 'two hexadecimal digits at position 2'],
  ])('refuses %s', (text, message) => {
    expect(refusal(type, text)).toContain(message)
  })
  // Each of these took hours while its time grew with the square of its length.
  test.each([
    ['a name of two million dots', '.'.repeat(2_000_000), 'cannot be read'],
    ['a name of a million parts', 'a.'.repeat(1_000_000), 'cannot be read'],
    ['a name of a million brackets', `a${'['.repeat(1_000_000)}`, 'cannot be read'],
    ['a million equal names', `${'a=1&'.repeat(1_000_000)}a.b=1`, 'a value and members at once'],
  ])('refuses %s as fast as it is read', (_, text, message) => {
    expect(refusal(type, text)).toContain(message)
  })
  test('come back as they went', () => {
    const value = { displayName: 'a b', passwordProfile: { forceChangePassword: true }, tags: ['x', 'y'] }
    expect(parse(type, format(type, value) ?? '')).toEqual(value)
  })
})
