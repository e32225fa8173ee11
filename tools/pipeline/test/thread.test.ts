import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { launchBrowser } from '@clientele/browser'
import { createGraphClient } from '@clientele/client'
import { createMock } from '@clientele/mock'
import type { Customer } from '@clientele/types'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { root } from '../src/repository.ts'
import { followThread } from '../src/thread.ts'

const property = 'isOnBoardedToMTM'
// A compile error here is the thread breaking at the types: `npm test` type-checks before it tests.
const typed = { isOnBoardedToMTM: true } satisfies Partial<Customer>

const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8')

test(`${property} runs from its schema file to the published page`, async () => {
  const mock = createMock()
  const { url } = await mock.listen({ port: 0, host: '127.0.0.1' })
  const graph = createGraphClient({ token: 'thread', baseUrl: new URL('/beta', url).href })
  const browser = await launchBrowser()
  try {
    await followThread(property, [
      {
        name: 'schema file',
        holds: () =>
          property in parse(read('specs/graph-customers/components/schemas/Customer.yaml')).properties,
      },
      {
        name: 'bundle',
        holds: () =>
          property in parse(read('specs/dist/graph-customers.yaml')).components.schemas.Customer.properties,
      },
      {
        name: 'types',
        holds: () =>
          new RegExp(`\\b${property}\\?: boolean`).test(
            read('packages/types/dist/generated/graph-customers.d.ts'),
          ),
      },
      {
        name: 'client call against the running mock',
        holds: async () => {
          const created = await graph.createCustomer({ body: { displayName: 'Thread', ...typed } })
          const found = await graph.getCustomer({ CustomersId: created.id })
          return found.isOnBoardedToMTM === true
        },
      },
      {
        name: 'published page',
        holds: async () => {
          const page = await browser.newPage()
          await page.goto(pathToFileURL(join(root, 'packages/reference/dist', pageOf('Customer'))).href)
          return (await page.textContent('main'))?.includes(property) ?? false
        },
      },
    ])
  } finally {
    await browser.close()
    await mock.close()
  }
})

function pageOf(schema: string): string {
  return `reference/graph-customers/schemas/${schema}/index.html`
}

test.each([
  {
    title: 'a stop that does not hold',
    second: () => false,
    want: 'broke at the bundle (it held up to: schema file)',
  },
  {
    title: 'a stop that cannot be reached',
    second: () => {
      throw new Error('no such file')
    },
    want: 'broke at the bundle (it held up to: schema file): no such file',
  },
])('$title is named', async ({ second, want }) => {
  const followed = followThread('x', [
    { name: 'schema file', holds: () => true },
    { name: 'bundle', holds: second },
    { name: 'types', holds: () => true },
  ])
  await expect(followed).rejects.toThrow(want)
})
