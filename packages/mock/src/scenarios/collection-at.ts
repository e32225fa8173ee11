import type { Api } from '../description/api.ts'
import { scopeOf } from '../description/resources/keys.ts'
import type { Resource } from '../description/resources/resource.ts'
import type { Scope } from '../store/store.ts'

/** A collection, or a single record, with the parents that its path names. */
export interface FoundCollection {
  readonly api: Api
  readonly resource: Resource
  readonly scope: Scope
}

/** Finds what `/customers/0d…/users` names: a resource's path with the keys of its parents filled in. */
export function collectionAt(api: Api, path: string): FoundCollection | undefined {
  for (const resource of api.resources) {
    const parameters = parametersOf(resource.name, path, api.settings.letterCase)
    if (parameters) return { api, resource, scope: scopeOf(api.name, resource, parameters) }
  }
  return undefined
}

function parametersOf(
  template: string,
  path: string,
  letterCase: 'any' | 'exact',
): Record<string, string> | undefined {
  const wanted = template.split('/')
  const given = path.replace(/\/$/, '').split('/')
  if (wanted.length !== given.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] as string
    const parameter = /^\{(.+)\}$/.exec(segment)?.[1]
    if (parameter !== undefined && value !== '') parameters[parameter] = decoded(value)
    else if (!same(segment, value, letterCase)) return undefined
  }
  return parameters
}

function same(one: string, other: string, letterCase: 'any' | 'exact'): boolean {
  return one === other || (letterCase === 'any' && one.toLowerCase() === other.toLowerCase())
}

/** A percent sign that begins no escape stands for itself. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
