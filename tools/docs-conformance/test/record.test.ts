import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareWithRecord, readPage, readRecord, writeRecord } from '../src/index.ts'
import { buildApiPage } from './grammar/api-page.ts'
import { apiPage } from './grammar/arbitraries.ts'
import { lines } from './lines.ts'

const page = lines`
  ## HTTP request
  \`\`\`http
  GET /plans/{id}
  \`\`\`
  ## Response
  Returns a \`200 OK\` response code.
  ## Example
  \`\`\`http
  GET https://graph.microsoft.com/beta/plans/42
  \`\`\`
  \`\`\`http
  HTTP/1.1 200 OK

  { "secret": "words of the page" }
  \`\`\`
`

test('a record has names, types and places, and no words of the page', () => {
  expect(writeRecord(readPage('api/plan-get.md', page))).toBe(
    `${lines`
      # What the documentation pages state: names, types and places, grouped by page.
      # Written by "npm run conformance -- <folder of pages> --record". Do not edit.

      api/plan-get.md:
        - { line: 3, kind: operation, operation: "GET /plans/{id}" }
        - { line: 3, kind: parameter, operation: "GET /plans/{id}", in: path, name: id }
        - { line: 6, kind: status, operation: "GET /plans/{id}", status: 200 }
        - { line: 9, kind: operation, operation: "GET /plans/{id}", server: https://graph.microsoft.com/beta }
        - { line: 9, kind: example, operation: "GET /plans/{id}", direction: request }
        - { line: 12, kind: status, operation: "GET /plans/{id}", status: 200 }
        - { line: 12, kind: example, operation: "GET /plans/{id}", direction: response, status: 200 }
        - { line: 14, kind: example-property, operation: "GET /plans/{id}", direction: response, status: 200, pointer: /secret, type: String }
    `}\n`,
  )
})

test('what was recorded is read again', () => {
  fc.assert(
    fc.property(apiPage, (model) => {
      const reading = readPage('api/page.md', buildApiPage(model).text)
      const record = readRecord(writeRecord(reading), 'facts.yaml')
      expect(record.facts).toHaveLength(reading.facts.length)
      expect(compareWithRecord(reading, record)).toEqual([])
    }),
    { numRuns: 50 },
  )
})

test('a changed page differs from its record in both directions', () => {
  const record = readRecord(writeRecord(readPage('a.md', page)), 'facts.yaml')
  const changed = readPage('a.md', page.replace('`200 OK`', '`202 Accepted`'))
  expect(compareWithRecord(changed, record)).toMatchObject([
    { problem: 'not recorded', fact: { kind: 'status', status: 202, line: 6 } },
    { problem: 'no longer on the pages', fact: { kind: 'status', status: 200, line: 6 } },
  ])
})

test('a moved line is a difference: places are recorded', () => {
  const record = readRecord(writeRecord(readPage('a.md', page)), 'facts.yaml')
  expect(compareWithRecord(readPage('a.md', `\n${page}`), record)).toHaveLength(2 * record.facts.length)
})

test('a file that is not a record is refused', () => {
  expect(() => readRecord('pages: 3', 'facts.yaml')).toThrow(
    'facts.yaml is not a record of facts. Write it again with --record.',
  )
})
