import { describe, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'

const text = { type: 'string' }
const file = {
  type: 'object',
  properties: {
    id: text,
    filename: text,
    bytes: { type: 'integer' },
    purpose: text,
    tags: { type: 'array', items: text },
    count: { type: 'integer' },
    meta: { type: 'object', properties: { order: { type: 'integer' } } },
    note: {},
  },
}
const body = {
  type: 'object',
  required: ['file', 'purpose'],
  properties: {
    file: { type: 'string', format: 'binary' },
    purpose: { type: 'string', enum: ['print', 'keep'] },
    tags: { type: 'array', items: text },
    count: { type: 'integer', maximum: 5 },
    meta: { type: 'object', properties: { order: { type: 'integer' } } },
    note: {},
  },
}
const encoding = {
  file: { contentType: 'image/*, text/csv' },
  note: { contentType: 'application/json' },
}
const answer = { description: '', content: { 'application/json': { schema: file } } }
const document = {
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths: {
    '/files': {
      post: {
        requestBody: { required: true, content: { 'multipart/form-data': { schema: body, encoding } } },
        responses: { 201: answer },
      },
    },
    '/files/{id}': {
      get: {
        parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
        responses: { 200: answer },
      },
    },
  },
}

async function sent(form: FormData | string, headers: Record<string, string> = {}) {
  const mock = createMock({ documents: [document] })
  const response = await mock.fetch('http://mock.test/files', { method: 'POST', body: form, headers })
  const made = await response.json()
  if (response.status === 201) {
    const read = await mock.fetch(`http://mock.test/files/${made.id}`)
    expect(await read.json()).toEqual(made)
  }
  return { status: response.status, body: made }
}

function form(fields: Record<string, string | Blob>): FormData {
  const made = new FormData()
  for (const [name, value] of Object.entries({
    file: new File(['a,b'], 'naïve "a".csv', { type: 'text/csv' }),
    ...fields,
  }))
    made.append(name, value)
  return made
}

describe('a multipart form', () => {
  test('becomes a record, which tells the name and the size of the file', async () => {
    expect(await sent(form({ purpose: 'print' }))).toEqual({
      status: 201,
      body: {
        id: expect.any(String),
        filename: expect.stringMatching(/^na.ve .*a.*\.csv$/),
        bytes: 3,
        purpose: 'print',
      },
    })
  })

  test.each([
    { fields: { purpose: 'keep', count: '3' }, want: { count: 3 } },
    { fields: { purpose: 'keep', tags: 'one' }, want: { tags: ['one'] } },
    { fields: { purpose: 'keep', 'tags[0]': 'one', 'tags[1]': 'two' }, want: { tags: ['one', 'two'] } },
    { fields: { purpose: 'keep', 'meta[order]': '7' }, want: { meta: { order: 7 } } },
    { fields: { purpose: 'keep', meta: '{"order":7}' }, want: { meta: { order: 7 } } },
    {
      fields: { purpose: 'keep', meta: new Blob(['{"order":7}'], { type: 'application/json' }) },
      want: { meta: { order: 7 } },
    },
    {
      fields: { purpose: 'keep', file: new File([new Uint8Array([255, 0, 13, 10])], 'x.bin') },
      want: { bytes: 4 },
    },
  ])('with $fields', async ({ fields, want }) => {
    expect(await sent(form(fields as Record<string, string | Blob>))).toMatchObject({
      status: 201,
      body: want,
    })
  })

  test('may repeat a field', async () => {
    const twice = form({ purpose: 'keep' })
    twice.append('tags', 'one')
    twice.append('tags', 'two')
    expect(await sent(twice)).toMatchObject({ status: 201, body: { tags: ['one', 'two'] } })
  })

  test.each([
    { fields: {}, what: "must have required property 'purpose'" },
    { fields: { purpose: 'burn' }, what: 'purpose must be equal to one of the allowed values' },
    { fields: { purpose: 'keep', count: '6' }, what: 'count must be <= 5' },
    { fields: { purpose: 'keep', count: 'six' }, what: 'count must be integer' },
    {
      fields: { purpose: 'keep', meta: new Blob(['{'], { type: 'application/json' }) },
      what: 'meta must be object',
    },
  ])('is refused with $fields', async ({ fields, what }) => {
    const { status, body } = await sent(form(fields as Record<string, string | Blob>))
    expect([status, body.detail]).toEqual([400, expect.stringContaining(what)])
  })

  test.each([
    { file: 'image/png', note: 'application/json', want: 201 },
    { file: 'image/jpeg', note: undefined, want: 201 },
    { file: 'text/csv; charset=utf-8', note: undefined, want: 201 },
    { file: 'application/octet-stream', note: undefined, want: 201 },
    {
      file: 'text/html',
      note: undefined,
      want: 'The part "file" of the form is "text/html". Send it as image/*, text/csv.',
    },
    {
      file: 'image/png',
      note: 'text/plain',
      want: 'The part "note" of the form is "text/plain". Send it as application/json.',
    },
  ])('takes the parts as its encoding says: $file, $note', async ({ file: type, note, want }) => {
    const stated = note === undefined ? '' : `\r\nContent-Type: ${note}`
    const parts = [
      `Content-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: ${type}\r\n\r\na`,
      'Content-Disposition: form-data; name="purpose"\r\n\r\nkeep',
      `Content-Disposition: form-data; name="note"${stated}\r\n\r\n{"order":7}`,
    ]
    const made = parts.map((part) => `--x\r\n${part}\r\n`).join('')
    const answered = await sent(`${made}--x--`, { 'content-type': 'multipart/form-data; boundary=x' })
    if (want === 201) expect(answered).toMatchObject({ status: 201, body: { note: { order: 7 } } })
    else expect([answered.status, answered.body.detail]).toEqual([400, want])
  })

  const head = 'Content-Disposition: form-data; name="purpose"\r\n\r\n'
  test.each([
    {
      body: '--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: application/json\r\n\r\n{\r\n--x--',
      type: 'multipart/form-data; boundary=x',
      what: 'The part "a" of the form is not valid JSON',
    },
    { body: `--x\r\n${head}keep\r\n--x--`, type: 'multipart/form-data', what: 'needs a boundary' },
    {
      body: `--x\r\nX: ${'a'.repeat(20_000)}\r\n${head}keep\r\n--x--`,
      type: 'multipart/form-data; boundary=x',
      what: 'headers of more than 16384 bytes',
    },
    {
      body: `--x\r\n${head}keep\r\n--x`,
      type: 'multipart/form-data; boundary=x',
      what: 'does not end with its boundary',
    },
    { body: 'purpose=keep', type: 'multipart/form-data; boundary=x', what: 'does not end with its boundary' },
    { body: `--x\r\nkeep\r\n--x--`, type: 'multipart/form-data; boundary=x', what: 'no empty line' },
    {
      body: `--x\r\nA: b\r\n\r\nkeep\r\n--x--`,
      type: 'multipart/form-data; boundary=x',
      what: 'no Content-Disposition',
    },
    {
      body: `${`--x\r\n${head}keep\r\n`.repeat(1001)}--x--`,
      type: 'multipart/form-data; boundary=x',
      what: 'more than 1000 parts',
    },
    {
      body: `--x\r\n${head.replace('purpose', '__proto__')}keep\r\n--x--`,
      type: 'multipart/form-data; boundary=x',
      what: 'must not name',
    },
  ])('is refused: $what', async ({ body: raw, type, what }) => {
    const answered = await sent(raw, { 'Content-Type': type })
    expect([answered.status, answered.body.detail]).toEqual([400, expect.stringContaining(what)])
  })

  test('may have a preamble, an epilogue and a quoted boundary', async () => {
    const raw = `preamble\r\n--a b\r\n${head}keep\r\n--a b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--a b--\r\nepilogue`
    const answered = await sent(raw, { 'Content-Type': 'multipart/form-data; boundary="a b"' })
    expect(answered).toMatchObject({ status: 201, body: { purpose: 'keep' } })
  })
})
