import { describe, expect, test } from 'vitest'
import { operationAddress, schemaAddress } from '../src/description/addresses.ts'
import { basisMeanings } from '../src/description/provenance.ts'
import type { Property } from '../src/description/schema.ts'
import { close, useSite, visibleText } from './support/browser.ts'
import { operations, schemas } from './support/site.ts'

const noScript = { javaScriptEnabled: false }

/** Ignores differences in white space. */
const plain = (text: string) => text.replaceAll(/\s+/g, ' ')

function propertyNames(properties: readonly Property[]): string[] {
  return properties.flatMap(({ name, children }) => [name, ...propertyNames(children)])
}

describe('without script', () => {
  const site = useSite()

  test.each(operations)('the page of $operationId tells everything about it', async (operation) => {
    const opened = await site.open(operationAddress(operation.api, operation.operationId), noScript)
    const main = opened.page.locator('main')
    const seen = plain(await visibleText(opened.page))
    const all = plain((await main.textContent()) ?? '')
    await close(opened)
    for (const text of [
      operation.summary,
      operation.operationId,
      operation.method,
      ...operation.parameters.map(({ name }) => name),
      ...operation.responses.map(({ status }) => status),
    ]) {
      expect(seen).toContain(text)
    }
    // What a call has to carry, as Redoc and Scalar say it too.
    const { credentials, rows, source } = operation.permissions
    for (const credential of credentials) expect(seen).toContain(credential.split('`')[1])
    // The source of a permission is on the page, too.
    for (const { permissions } of rows)
      for (const permission of permissions) expect(seen).toContain(permission)
    if (source) expect(seen).toContain(`${source.basis} ${basisMeanings[source.basis]}`)
    expect(seen).toContain('What the marks mean')
    for (const mediaType of operation.body?.mediaTypes ?? []) expect(seen).toContain(mediaType)
    for (const { source } of operation.samples) expect(seen).toContain(plain(source))
    const bodies = [operation.body, ...operation.responses].flatMap((body) => body?.properties ?? [])
    for (const name of propertyNames(bodies)) expect(all).toContain(name)
    for (const { text } of [operation.body, ...operation.responses].flatMap((body) => body?.examples ?? [])) {
      expect(all).toContain(plain(text))
    }
  })

  test.each([
    { colorScheme: 'light', background: 'rgb(251, 250, 246)' },
    { colorScheme: 'dark', background: 'rgb(14, 21, 19)' },
  ] as const)('the theme is that of the system: $colorScheme', async ({ colorScheme, background }) => {
    const opened = await site.open('/errors/', { ...noScript, colorScheme })
    const seen = await opened.page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    await close(opened)
    expect(seen).toBe(background)
  })

  test.each(schemas)('the page of $api $name shows every property and its source', async (schema) => {
    const opened = await site.open(schemaAddress(schema.api, schema.name), noScript)
    const seen = plain(await visibleText(opened.page))
    const marks = await opened.page
      .locator('.operation-text > section > .properties > li > .property-head .source')
      .count()
    await close(opened)
    for (const { name } of schema.properties) expect(seen).toContain(name)
    for (const limit of schema.limits) expect(seen).toContain(limit.replaceAll('`', ''))
    for (const { part, source } of schema.partSources) expect(seen).toContain(`${part}: ${source.basis}`)
    const marked = schema.properties.flatMap(({ source, partSources, meaningFromName }) => [
      ...(source ? [source] : []),
      ...partSources,
      ...(meaningFromName ? ['from its name'] : []),
    ])
    expect(marks).toBe(marked.length)
  })
})
