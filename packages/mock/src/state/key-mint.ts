import { faultOf } from '../description/path-template.ts'
import { exampleKeys, type Resource } from '../description/resources/resource.ts'
import type { JsonSchema } from '../json/json.ts'
import { onceFor } from '../json/kept.ts'
import type { Random } from '../store/random.ts'
import { type Scope, type Store, scopeName } from '../store/store.ts'
import { compileCheck } from '../values/check.ts'
import { generate } from '../values/generate.ts'
import { personaFrom } from '../values/persona.ts'

/** Makes unused keys in the format of the resource's key. */
export class KeyMint {
  readonly #store: Store
  /** Highest number in use, by scope; searched for once. */
  readonly #highest = new Map<string, number>()

  constructor(store: Store) {
    this.#store = store
  }

  mint(resource: Resource, scope: Scope, random: Random): string {
    const format = resource.key?.format ?? 'integer'
    if (format === 'integer') return this.#takeNumber(scope)
    const isTaken = (key: string) => this.#store.get(scope, key) !== undefined
    return textKeys(resource).mint(format, random, isTaken)
  }

  /** Keeps a deleted number from being given again, even after a restart. */
  retire(scope: Scope, number: number): void {
    if (!Number.isSafeInteger(number) || number <= this.#retired(scope)) return
    this.#store.put(retired(scope), scopeName(scope), { highest: number })
  }

  /** Forgets the numbers in use, because the store now holds other records. */
  restart(): void {
    this.#highest.clear()
  }

  #takeNumber(scope: Scope): string {
    const name = scopeName(scope)
    let next = (this.#highest.get(name) ?? this.#findHighest(scope)) + 1
    while (this.#store.get(scope, String(next))) next++
    this.#highest.set(name, next)
    return String(next)
  }

  #findHighest(scope: Scope): number {
    let highest = this.#retired(scope)
    for (const { key } of this.#store.entries(scope)) highest = Math.max(highest, Number(key) || 0)
    return Number.isSafeInteger(highest) ? highest : 0
  }

  #retired(scope: Scope): number {
    return Number(this.#store.get(retired(scope), scopeName(scope))?.value.highest ?? 0)
  }
}

/** Where the highest deleted numbers of an API's collections are noted. */
function retired({ api }: Scope): Scope {
  return { api, resource: '#retired', parents: [] }
}

/** Saves compiling the schemas of a key for each new record: milliseconds. */
const textKeys = onceFor((resource: Resource) => new TextKeys(resource))

/** Compiles the checks of new keys. */
export function compileKeys(resource: Resource): void {
  textKeys(resource)
}

/** How often a key is made up again if it is taken or a schema refuses it. */
const attempts = 20

/** The form that the schemas of a text demand. */
const forms = new Set(['pattern', 'format', 'minLength', 'maxLength', 'enum'])

/** Makes texts that both the property and the path parameter of a key accept, like the examples if there are any. */
class TextKeys {
  readonly #examples: readonly string[]
  /** The forms that a key must have: those of its property, and those of the path parameter. */
  readonly #forms: readonly JsonSchema[]
  readonly #accepts: (key: string) => boolean
  /** How a key is made up, the best way first. */
  readonly #ways: Readonly<Record<'uuid' | 'text', readonly ((random: Random) => string | undefined)[]>>

  constructor(resource: Resource) {
    this.#examples = exampleKeys(resource).filter((key) => !faultOf(key))
    const schemas = [resource.keySchema(), resource.keyParameterSchema()]
    const forms = schemas.map(formOf).filter((form) => form !== undefined)
    this.#forms = [...new Map(forms.map((form) => [JSON.stringify(form), form])).values()]
    const checks = this.#forms.map((schema) => compileCheck({ schema, bundle: undefined }))
    this.#accepts = (key) => !faultOf(key) && checks.every((check) => check(key).length === 0)
    const likeExample = (random: Random) => this.#alike(random)
    const uuid = (random: Random) => random.uuid()
    this.#ways = {
      uuid: [likeExample, uuid],
      text: [likeExample, (random) => this.#fromForms(random), uuid],
    }
  }

  mint(format: 'uuid' | 'text', random: Random, isTaken: (key: string) => boolean): string {
    for (const way of this.#ways[format]) {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const key = way(random)
        if (key === undefined) break
        if (this.#accepts(key) && !isTaken(key)) return key
      }
    }
    // No way gives a key that the schemas accept, but a key is needed.
    let key = random.uuid()
    while (isTaken(key)) key = random.uuid()
    return key
  }

  #alike(random: Random): string | undefined {
    return this.#examples.length > 0 ? alike(random.pick([...this.#examples]), random) : undefined
  }

  #fromForms(random: Random): string | undefined {
    const form = this.#forms.find(({ pattern }) => pattern !== undefined) ?? this.#forms[0]
    if (!form) return undefined
    const generation = { random, persona: personaFrom(random), noun: '', now: new Date(0) }
    return String(generate(form, 'id', generation))
  }
}

function formOf(schema: JsonSchema | undefined): JsonSchema | undefined {
  const said = Object.entries(schema ?? {}).filter(([name]) => forms.has(name))
  return said.length === 0 ? undefined : { type: 'string', ...Object.fromEntries(said) }
}

/** A key of the same form: `prj_8Kx2` → `prj_3Wd9`. What is before the last separator stays. */
function alike(example: string, random: Random): string {
  const fixed = Math.max(example.lastIndexOf('_'), example.lastIndexOf('-'), example.lastIndexOf('.')) + 1
  const end = example.slice(fixed)
  const isHex = /^[\da-f:]{6,}$/i.test(end)
  const kinds: readonly [RegExp, string][] = [
    [/\d/, '0123456789'],
    [/[a-z]/, isHex ? 'abcdef' : 'abcdefghijkmnpqrstuvwxyz'],
    [/[A-Z]/, isHex ? 'ABCDEF' : 'ABCDEFGHJKLMNPQRSTUVWXYZ'],
  ]
  const drawn = [...end].map((character) => {
    const kind = kinds.find(([pattern]) => pattern.test(character))
    return kind ? random.pick([...kind[1]]) : character
  })
  return example.slice(0, fixed) + drawn.join('')
}
