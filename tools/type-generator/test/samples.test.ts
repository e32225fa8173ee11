import { expect, test } from 'vitest'
import { namedTypes } from '../src/names.ts'
import { findSamples } from '../src/samples.ts'

interface Case {
  what: string
  schemas: Record<string, object>
  /** Media of a request and of an answer. */
  request?: object
  response?: object
  want: Record<string, unknown>
}

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more })
const text = { type: 'string' }
const Ticket = object({
  id: { type: 'integer', readOnly: true },
  title: text,
  pin: { ...text, writeOnly: true },
})
const ticket = { $ref: '#/components/schemas/Ticket' }

const table: Case[] = [
  {
    what: 'the fullest valid example of an answer',
    schemas: { Ticket },
    response: {
      schema: ticket,
      examples: {
        short: { value: { id: 1 } },
        wrong: { value: { id: 'two', title: 'Printer', pin: '1' } },
        full: { value: { id: 3, title: 'Printer on fire' } },
      },
    },
    want: { Ticket: { value: { id: 3, title: 'Printer on fire' }, required: [] } },
  },
  {
    what: 'a request has nothing read-only, an answer nothing write-only',
    schemas: { Ticket: { ...Ticket, required: ['id', 'title'] } },
    request: { schema: ticket, example: { id: 7, title: 'Printer', pin: '1234' } },
    response: { schema: ticket, example: { id: 7, title: 'Printer', pin: '1234' } },
    want: {
      Ticket: { value: { id: 7, title: 'Printer' }, required: ['/id', '/title'] },
      TicketInput: { value: { title: 'Printer', pin: '1234' }, required: ['/title'] },
    },
  },
  {
    what: 'a schema inside an example of another one, in a list and behind allOf',
    schemas: {
      Ticket,
      Page: { allOf: [object({ value: { type: 'array', items: ticket } }, { required: ['value'] })] },
    },
    response: {
      schema: { $ref: '#/components/schemas/Page' },
      example: { value: [{ id: 1 }, { id: 2, title: 'Door' }] },
    },
    want: {
      Ticket: { value: { id: 2, title: 'Door' }, required: [] },
      Page: { value: { value: [{ id: 1 }, { id: 2, title: 'Door' }] }, required: ['/value'] },
    },
  },
  {
    what: 'without an example of the whole, the examples and plainest values of the parts',
    schemas: {
      Ticket: object(
        {
          id: { type: 'integer', minimum: 5 },
          title: { ...text, examples: ['Door'] },
          note: text,
          state: { enum: ['open', 'done'] },
        },
        { required: ['id', 'state'] },
      ),
    },
    want: { Ticket: { value: { id: 5, title: 'Door', state: 'open' }, required: ['/id', '/state'] } },
  },
  {
    what: 'the names of required parts inside, as JSON Pointers',
    schemas: {
      Ticket: object(
        { owner: object({ 'a/b': text }, { required: ['a/b'] }) },
        { example: { owner: { 'a/b': 'x' } } },
      ),
    },
    want: { Ticket: { value: { owner: { 'a/b': 'x' } }, required: ['/owner/a~1b'] } },
  },
  {
    what: 'a schema that leads back to itself',
    schemas: { Ticket: object({ id: text, parent: ticket }, { required: ['id'] }) },
    want: { Ticket: { value: { id: 'text' }, required: ['/id'] } },
  },
  {
    what: 'no sample if there is no valid value, and none for a value that is not an object',
    schemas: {
      Ticket: object({ code: { ...text, pattern: '^\\d$' } }, { required: ['code'] }),
      State: { enum: ['open'] },
    },
    want: {},
  },
  {
    what: 'no sample of a schema that cannot be compiled; the others have theirs',
    schemas: {
      Ticket: object({ code: { ...text, pattern: '(' } }),
      Other: object({ id: { ...text, example: 'a' } }),
    },
    want: { Other: { value: { id: 'a' }, required: [] } },
  },
]

test.for(table)('$what', ({ schemas, request, response, want }) => {
  const operation = {
    ...(request && { requestBody: { content: { 'application/json': request } } }),
    responses: { 200: { description: 'OK', ...(response && { content: { 'application/json': response } }) } },
  }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Tickets', version: '1' },
    paths: { '/tickets': { post: operation } },
    components: { schemas },
  }
  const before = structuredClone(document)
  expect(findSamples(document, namedTypes(document))).toEqual(want)
  expect(document).toEqual(before)
})
