import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Fact, readPage, type Statement } from '../src/index.ts'
import { buildApiPage } from './grammar/api-page.ts'
import { apiPage, partnerCenterPage, resourcePage, textStyle } from './grammar/arbitraries.ts'
import { storeText } from './grammar/page-text.ts'
import { buildPartnerCenterPage } from './grammar/partner-center-page.ts'
import { buildResourcePage } from './grammar/resource-page.ts'

function statementOf(fact: Fact): Statement {
  const { page: _page, line: _line, quote: _quote, ...statement } = fact
  const { body: _body, ...rest } = statement as typeof statement & { body?: unknown }
  return rest as Statement
}

/** Order is not what a page states: facts are compared as a bag. */
function bag(statements: readonly Statement[]): string[] {
  return statements.map((statement) => JSON.stringify(Object.entries(statement).sort())).sort()
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** The quote is on the page, and begins on the line that the fact names. */
function expectPlaces(facts: readonly Fact[], text: string): void {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n/)
  for (const { line, quote = '' } of facts) {
    expect(collapse(lines.slice(line - 1).join(' '))).toContain(quote)
    expect(collapse(lines[line - 1] ?? '')).toContain(quote.split(' ')[0])
  }
}

describe('a page built from the grammar gives back exactly the facts it was built from', () => {
  test('operation pages', () => {
    fc.assert(
      fc.property(apiPage, textStyle, (model, style) => {
        const { text, statements } = buildApiPage(model)
        const stored = storeText(text, style)
        const reading = readPage('api/page.md', stored)
        expect(bag(reading.facts.map(statementOf))).toEqual(bag(statements))
        expect(reading.notUnderstood).toEqual([])
        expectPlaces(reading.facts, stored)
      }),
      { numRuns: 300 },
    )
  })

  test('resource pages', () => {
    fc.assert(
      fc.property(resourcePage, textStyle, (model, style) => {
        const { text, statements } = buildResourcePage(model)
        const stored = storeText(text, style)
        const reading = readPage('resources/page.md', stored)
        expect(bag(reading.facts.map(statementOf))).toEqual(bag(statements))
        expect(reading.notUnderstood).toEqual([])
        expectPlaces(reading.facts, stored)
      }),
      { numRuns: 300 },
    )
  })

  test('flattened pages of Partner Center', () => {
    fc.assert(
      fc.property(partnerCenterPage, textStyle, (model, style) => {
        const { text, statements } = buildPartnerCenterPage(model)
        const stored = storeText(text, style)
        const reading = readPage('page.txt', stored)
        expect(bag(reading.facts.map(statementOf))).toEqual(bag(statements))
        expect(reading.notUnderstood).toEqual([])
        expectPlaces(reading.facts, stored)
      }),
      { numRuns: 300 },
    )
  })
})

describe('no page makes the reader fail', () => {
  const lines = [
    '---',
    '# [HTTP](#tab/http)',
    '## HTTP request',
    '## Response',
    '## Properties',
    '## Members',
    '```http',
    '```',
    "GET /a/{b | c}/d(e='{f}')?$top={g}",
    'HTTP/1.1 200',
    'Content-Type: x',
    '{"a":[{"b":null}]}',
    '{"a":',
    '<!-- { "blockType": "response" -->',
    '<!-- { "blockType": "resource", "@odata.type": "x" } -->',
    '|a|b|',
    '|---|---|',
    '|x|y|',
    '> - |q',
    'URI Parameters',
    '---|---|',
    'Name | Type |',
    '|',
  ]

  test('arbitrary text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(readPage('page.md', text)).toBeDefined()
      }),
      { numRuns: 500 },
    )
  })

  test('the words of the grammar in any order', () => {
    const shuffled = fc.array(fc.oneof(fc.constantFrom(...lines), fc.string({ maxLength: 12 })), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(shuffled, fc.constantFrom('\n', '\r\n', '\r', '\n\n'), (page, end) => {
        expect(readPage('page.md', page.join(end))).toBeDefined()
      }),
      { numRuns: 500 },
    )
  })

  test('lines that an expression could take quadratic time on', () => {
    const request = (line: string) => `## HTTP request\n\`\`\`http\n${line}\n\`\`\``
    expect(readPage('page.md', request(`GET /a${' '.repeat(50_000)}b`)).notUnderstood).toHaveLength(1)
    const sentence = '`200 OK` [a](../resources/a.md) '.repeat(3_000)
    expect(readPage('page.md', `${request('GET /a')}\n## Response\n${sentence}`).facts).toHaveLength(6_001)
  })

  test('text that is nested deeper than the parsers go', () => {
    for (const text of [
      '['.repeat(100_000),
      '>'.repeat(20_000),
      `\`\`\`http\nGET /a\n\n${'['.repeat(100_000)}\n\`\`\``,
    ]) {
      expect(readPage('page.md', text)).toBeDefined()
    }
  })
})
