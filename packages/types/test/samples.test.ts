import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { apiNames } from '@clientele/api-folders'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createSample, type Overrides } from '../src/create-sample.ts'

type Samples = Record<string, (overrides?: object) => Record<string, unknown>>

describe.for(apiNames())('the samples of %s', async (api) => {
  const { sample } = (await import(`@clientele/types/${api}/samples`)) as { sample: Samples }
  const description = parse(
    readFileSync(fileURLToPath(import.meta.resolve(`@clientele/specs/${api}.yaml`)), 'utf8'),
  ) as { components: { schemas: Record<string, object> } }
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ;(addFormats as unknown as { default: typeof addFormats.default }).default(ajv)
  ajv.addSchema({ $id: 'api:', components: description.components })

  test('there are some', () => expect(Object.keys(sample)).not.toEqual([]))

  test.for(Object.keys(sample))('%s is valid', (name) => {
    const names = [name, name.replace(/Input$/, '')].map((each) => each.toLowerCase())
    const schema = Object.keys(description.components.schemas).find((each) =>
      names.includes(each.toLowerCase()),
    )
    const validate = ajv.compile({ $ref: `api:#/components/schemas/${schema}` })
    validate(sample[name]?.())
    // A request need not send what only the service sets.
    const isMissingId = ({ keyword, params }: ErrorObject) =>
      name.endsWith('Input') && keyword === 'required' && params.missingProperty === 'id'
    expect((validate.errors ?? []).filter((error) => !isMissingId(error))).toEqual([])
  })

  test('are the same for import and require', () => {
    const required = createRequire(import.meta.url)(`@clientele/types/${api}/samples`) as { sample: Samples }
    const values = (samples: Samples) => Object.entries(samples).map(([name, make]) => [name, make()])
    expect(values(required.sample)).toEqual(values(sample))
  })
})

interface Ticket {
  id: number
  title?: string | null | undefined
  tags?: string[] | undefined
  owner?: { name: string; team?: string | undefined } | undefined
}

const ticket = createSample<Ticket>(
  { id: 7, title: 'Printer on fire', tags: ['urgent'], owner: { name: 'Priya', team: 'Porto' } },
  ['/id', '/owner/name'],
)
const owner = { name: 'Priya', team: 'Porto' }
const table: { what: string; given: Overrides<Ticket> | undefined; want: Ticket }[] = [
  { what: 'nothing', given: undefined, want: { id: 7, title: 'Printer on fire', tags: ['urgent'], owner } },
  { what: 'a value', given: { id: 8 }, want: { id: 8, title: 'Printer on fire', tags: ['urgent'], owner } },
  { what: 'null', given: { title: null }, want: { id: 7, title: null, tags: ['urgent'], owner } },
  { what: 'a list', given: { tags: [] }, want: { id: 7, title: 'Printer on fire', tags: [], owner } },
  {
    what: 'a part inside',
    given: { owner: { team: 'Leeds' } },
    want: { id: 7, title: 'Printer on fire', tags: ['urgent'], owner: { name: 'Priya', team: 'Leeds' } },
  },
  {
    what: 'undefined for an optional part',
    given: { title: undefined, owner: undefined },
    want: { id: 7, tags: ['urgent'] },
  },
  {
    what: 'undefined for required parts',
    given: { id: undefined, owner: { name: undefined, team: undefined } } as never,
    want: { id: 7, title: 'Printer on fire', tags: ['urgent'], owner: { name: 'Priya' } },
  },
]

describe('overrides', () => {
  test.for(table)('$what', ({ given, want }) => expect(ticket(given)).toStrictEqual(want))

  test('each call gives a new object, and keeps nothing of the overrides', () => {
    const tags = ['mine']
    const changed = ticket({ tags })
    changed.tags?.push('changed')
    if (changed.owner) changed.owner.name = 'changed'
    expect(tags).toEqual(['mine'])
    expect(ticket().owner).toEqual(owner)
  })
})
