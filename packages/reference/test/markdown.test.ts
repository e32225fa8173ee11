import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { specsFolder } from '@clientele/api-folders'
import { readHistory } from '@clientele/release'
import { describe, expect, test } from 'vitest'
import { markdownAddress, operationAddress, schemaAddress } from '../src/description/addresses.ts'
import { guides } from '../src/navigation/guides.ts'
import { apis, dist, operations, schemas } from './support/site.ts'

const read = (address: string) => readFileSync(join(dist, address), 'utf8')

describe('Markdown twins', () => {
  test.each(operations)('$operationId', (operation) => {
    const text = read(markdownAddress(operationAddress(operation.api, operation.operationId)))
    expect(text).toMatch(new RegExp(`^# ${operation.summary}\n`))
    for (const { name } of operation.parameters) expect(text).toContain(`- \`${name}\``)
    for (const { status } of operation.responses) expect(text).toContain(`### ${status}`)
    for (const { source } of operation.samples) expect(text).toContain(source)
    const { credentials, source } = operation.permissions
    for (const credential of credentials) expect(text).toContain(`\n${credential}\n`)
    if (source) expect(text).toContain(`[${source.basis}: ${source.from}]`)
    // Each list of properties is there once, however many answers have it.
    const lists = text.split(/\n\n/).filter((part) => /^- `/.test(part))
    expect(lists.filter((list, index) => lists.indexOf(list) !== index)).toEqual([])
    const bodies = [operation.body, ...operation.responses].flatMap((body) => body?.properties ?? [])
    for (const { name } of bodies) expect(text).toContain(`- \`${name}\``)
  })

  test.each(schemas)('$api $name', (schema) => {
    const text = read(markdownAddress(schemaAddress(schema.api, schema.name)))
    for (const limit of schema.limits) expect(text).toContain(limit)
    for (const { part, source } of schema.partSources)
      expect(text).toContain(`[${part} ${source.basis}: ${source.from}]`)
    if (schema.externalDocs) expect(text).toContain(`Source: <${schema.externalDocs.url}>`)
    for (const { name } of schema.properties) expect(text).toContain(`- \`${name}\``)
  })

  test.each(guides)('$slug', ({ slug }) => {
    const text = read(`guides/${slug}.md`)
    expect(text).toMatch(/^# .+\n/)
    expect(text).not.toContain('test="skip"')
  })

  test('llms.txt lists pages that exist', () => {
    const links = [...read('llms.txt').matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link ?? '')
    expect(links.length).toBeGreaterThanOrEqual(apis.length + guides.length)
    expect(links.filter((link) => !existsSync(join(dist, link)))).toEqual([])
  })

  test('llms-full.txt holds every operation, schema, error and guide', () => {
    const text = read('llms-full.txt')
    for (const { summary } of operations) expect(text).toContain(`# ${summary}\n`)
    for (const { name } of schemas) expect(text).toContain(`# ${name}\n`)
    expect(text).toContain('- `60002` with status 404')
    expect(text).toContain('# Start in five minutes')
  })
})

describe('releases', () => {
  const released = apis.flatMap(({ api }) =>
    readHistory({ changes: join(specsFolder, api, 'changes.yaml') }).map((release) => ({ api, ...release })),
  )

  test('there are some', () => expect(released.length).toBeGreaterThan(0))

  test.each(released)(
    '$api $version is on the page of changes and in the feed',
    ({ api, version, date, changes }) => {
      const page = read('changes/index.html')
      expect(page).toContain(`id="${api}-${version}"`)
      const feed = read('changes.xml')
      expect(feed).toContain(`<id>urn:clientele:${api}:${version}</id>`)
      expect(feed).toContain(`<updated>${date}T00:00:00Z</updated>`)
      for (const { audience } of changes) expect(page).toContain(`for ${audience}`)
    },
  )
})
