import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { installPeers } from '@clientele/bench'
import { createMock } from '../../src/index.ts'

const usage = `Usage: node packages/mock/bench/foreign/sdks.ts [--octokit <description>] [--openai <description>] [--stripe <description>]

Lets the SDK of each vendor create, fetch, list page by page, change and delete records of a mock that serves the
vendor's description. The SDKs are installed on demand, outside the lock file. Ends with 1 when a step fails.`

/** Exact versions, none of which the project depends on. */
const peers = { '@octokit/rest': '22.0.1', openai: '7.59.0', stripe: '23.1.0' }

const { values } = parseArgs({
  options: {
    octokit: { type: 'string' },
    openai: { type: 'string' },
    stripe: { type: 'string' },
    help: { type: 'boolean' },
  },
})

// biome-ignore lint/suspicious/noExplicitAny: the SDKs are not there when types are checked
type Sdk = any

interface Served {
  readonly fetch: typeof fetch
  /** With the base path of the description. */
  readonly url: string
}

const rehearsals: Record<string, (served: Served) => Promise<Rehearsal>> = { octokit, openai, stripe }

/** The steps of one SDK, in their order. */
type Rehearsal = Readonly<Record<string, () => Promise<unknown>>>

if (values.help || Object.keys(values).length === 0) console.log(usage)
else for (const name of Object.keys(rehearsals)) await rehearse(name)

async function rehearse(name: string): Promise<void> {
  const path = values[name as 'octokit']
  if (path === undefined) return
  const mock = createMock({ documents: [path] })
  await mock.ready()
  const served = {
    fetch: mock.fetch as typeof fetch,
    url: `http://mock.bench${mock.apis()[0]?.basePaths[0] ?? ''}`,
  }
  for (const [step, run] of Object.entries(
    await (rehearsals[name] as (typeof rehearsals)['octokit'])(served),
  )) {
    try {
      await run()
      console.log(`${name}: ${step}`)
    } catch (error) {
      process.exitCode = 1
      console.log(
        `${name}: ${step} FAILED: ${(error as Error).message.split('\n').slice(0, 12).join('\n  ')}`,
      )
    }
  }
  await mock.close()
}

async function sdk(name: keyof typeof peers): Promise<Sdk> {
  const cache = fileURLToPath(new URL('../../node_modules/.cache/peers', import.meta.url))
  mkdirSync(cache, { recursive: true })
  const require = createRequire(join(installPeers(cache, peers), 'package.json'))
  return import(pathToFileURL(require.resolve(name)).href)
}

async function octokit({ fetch, url }: Served): Promise<Rehearsal> {
  const { Octokit } = await sdk('@octokit/rest')
  const client = new Octokit({ auth: 'any', baseUrl: url, request: { fetch } })
  const repo = { owner: 'octocat', repo: 'Hello-World' }
  let issue: Sdk
  return {
    'create a label': async () => {
      const { data } = await client.issues.createLabel({ ...repo, name: 'rehearsal', color: 'f29513' })
      assert.deepEqual([data.name, data.color], ['rehearsal', 'f29513'])
    },
    'fetch it': async () => {
      assert.equal((await client.issues.getLabel({ ...repo, name: 'rehearsal' })).data.color, 'f29513')
    },
    'change it': async () => {
      await client.issues.updateLabel({ ...repo, name: 'rehearsal', color: 'c0ffee' })
      assert.equal((await client.issues.getLabel({ ...repo, name: 'rehearsal' })).data.color, 'c0ffee')
    },
    'list all labels, two on a page': async () => {
      for (let index = 0; index < 4; index++)
        await client.issues.createLabel({ ...repo, name: `page-${index}`, color: 'f29513' })
      const all = await client.paginate(client.issues.listLabelsForRepo, { ...repo, per_page: 2 })
      const names = all.map(({ name }: Sdk) => name)
      assert.equal(new Set(names).size, names.length)
      for (const name of ['rehearsal', 'page-0', 'page-3']) assert.ok(names.includes(name))
    },
    'delete it': async () => {
      await client.issues.deleteLabel({ ...repo, name: 'rehearsal' })
      await assert.rejects(client.issues.getLabel({ ...repo, name: 'rehearsal' }), { status: 404 })
    },
    'open an issue with labels': async () => {
      issue = (await client.issues.create({ ...repo, title: 'Rehearse', body: 'All of it' })).data
      assert.deepEqual([issue.title, issue.body, issue.state], ['Rehearse', 'All of it', 'open'])
    },
    'find it among the open ones': async () => {
      const open = await client.paginate(client.issues.listForRepo, { ...repo, state: 'open', per_page: 2 })
      assert.ok(open.some(({ number }: Sdk) => number === issue.number))
    },
    'close it': async () => {
      await client.issues.update({ ...repo, issue_number: issue.number, state: 'closed' })
      assert.equal((await client.issues.get({ ...repo, issue_number: issue.number })).data.state, 'closed')
    },
    'add assignees, and take one back': async () => {
      const at = { ...repo, issue_number: issue.number }
      await client.issues.addAssignees({ ...at, assignees: ['hubot', 'octocat'] })
      const names = async () => (await client.issues.get(at)).data.assignees.map(({ login }: Sdk) => login)
      assert.deepEqual(await names(), ['hubot', 'octocat'])
      await client.issues.removeAssignees({ ...at, assignees: ['hubot'] })
      assert.deepEqual(await names(), ['octocat'])
    },
    'comment on it': async () => {
      const at = { ...repo, issue_number: issue.number }
      const { data } = await client.issues.createComment({ ...at, body: 'Seen.' })
      const { data: comments } = await client.issues.listComments(at)
      assert.ok(comments.some(({ id }: Sdk) => id === data.id))
    },
  }
}

async function openai({ fetch, url }: Served): Promise<Rehearsal> {
  const { OpenAI } = await sdk('openai')
  const client = new OpenAI({ apiKey: 'any', baseURL: url, fetch, maxRetries: 0 })
  let store: Sdk
  return {
    'create a vector store': async () => {
      store = await client.vectorStores.create({ name: 'Rehearsal', metadata: { team: 'mock' } })
      assert.equal(store.name, 'Rehearsal')
    },
    'fetch it': async () => {
      assert.deepEqual((await client.vectorStores.retrieve(store.id)).metadata, { team: 'mock' })
    },
    'change it': async () => {
      await client.vectorStores.update(store.id, { name: 'Rehearsed' })
      assert.equal((await client.vectorStores.retrieve(store.id)).name, 'Rehearsed')
    },
    'list all, two on a page, to the end': async () => {
      for (let index = 0; index < 4; index++) await client.vectorStores.create({ name: `Page ${index}` })
      await endsWith(client.vectorStores.list({ limit: 2 }), store.id)
    },
    'delete it': async () => {
      assert.equal((await client.vectorStores.delete(store.id)).deleted, true)
      await assert.rejects(client.vectorStores.retrieve(store.id), { status: 404 })
    },
    'upload a file': async () => {
      const file = new File(['{"a":1}\n'], 'lines.jsonl')
      const made = await client.files.create({ file, purpose: 'fine-tune' })
      assert.deepEqual([made.filename, made.bytes, made.purpose], ['lines.jsonl', 8, 'fine-tune'])
      assert.equal((await client.files.retrieve(made.id)).filename, 'lines.jsonl')
      assert.equal((await client.files.delete(made.id)).deleted, true)
    },
    'complete a chat': async () => {
      const messages = [{ role: 'user', content: 'Hello' }]
      const { choices } = await client.chat.completions.create({ model: 'gpt-4o', messages })
      assert.ok(choices.length > 0)
    },
    'stream a chat': async () => {
      const messages = [{ role: 'user', content: 'Hello' }]
      const chunks: Sdk[] = []
      for await (const chunk of await client.chat.completions.create({
        model: 'gpt-4o',
        messages,
        stream: true,
      }))
        chunks.push(chunk)
      assert.ok(chunks.length > 0 && chunks.every(({ choices }) => Array.isArray(choices)))
    },
  }
}

async function stripe({ fetch }: Served): Promise<Rehearsal> {
  const { default: Stripe } = await sdk('stripe')
  const options = { host: 'mock.bench', port: 80, protocol: 'http', maxNetworkRetries: 0, telemetry: false }
  const client = new Stripe('sk_test_any', { ...options, httpClient: Stripe.createFetchHttpClient(fetch) })
  let customer: Sdk
  return {
    'create a customer': async () => {
      customer = await client.customers.create({
        name: 'Amelia',
        email: 'amelia@harbourlane.example',
        metadata: { team: 'mock' },
      })
      assert.deepEqual(
        [customer.object, customer.name, customer.metadata.team],
        ['customer', 'Amelia', 'mock'],
      )
    },
    'fetch it': async () => {
      assert.equal((await client.customers.retrieve(customer.id)).email, 'amelia@harbourlane.example')
    },
    'change it': async () => {
      await client.customers.update(customer.id, { name: 'Amelia Grey', metadata: { team: 'bench' } })
      const { name, metadata } = await client.customers.retrieve(customer.id)
      assert.deepEqual([name, metadata.team], ['Amelia Grey', 'bench'])
    },
    'list all, two on a page, to the end': async () => {
      for (let index = 0; index < 4; index++) await client.customers.create({ name: `Page ${index}` })
      await endsWith(client.customers.list({ limit: 2 }), customer.id)
    },
    'delete it': async () => {
      assert.equal((await client.customers.del(customer.id)).deleted, true)
      await assert.rejects(client.customers.retrieve(customer.id), { statusCode: 404 })
    },
    'create a product with a price': async () => {
      const product = await client.products.create({ name: 'Tea' })
      const price = await client.prices.create({ product: product.id, currency: 'eur', unit_amount: 450 })
      assert.deepEqual([price.unit_amount, price.product], [450, product.id])
      assert.equal((await client.prices.retrieve(price.id)).currency, 'eur')
    },
  }
}

/** Walks through pages until they end, and finds a record among them. */
async function endsWith(pages: AsyncIterable<{ id: string }>, wanted: string): Promise<void> {
  const ids: string[] = []
  for await (const { id } of pages) {
    ids.push(id)
    assert.ok(ids.length < 100, 'the pages do not end')
  }
  assert.equal(new Set(ids).size, ids.length, 'a record is on two pages')
  assert.ok(ids.length > 4 && ids.includes(wanted))
}
