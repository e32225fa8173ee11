import { isObject } from '../json/json.ts'

/**
 * Base paths at which a description is served: the paths of its `servers`, each once, in their order,
 * without trailing slash. Variables take their defaults. Without servers it is the root (`''`).
 */
export function basePathsOf(servers: unknown): string[] {
  const paths = (Array.isArray(servers) ? servers : []).map(basePathOf)
  return paths.length > 0 ? [...new Set(paths)] : ['']
}

/** `/beta/` → `/beta`, `beta` → `/beta`, `/` → `''`. */
export function normalizeBasePath(path: string): string {
  const trimmed = path.replace(/^\/+|\/+$/g, '')
  return trimmed === '' ? '' : `/${trimmed}`
}

function basePathOf(server: unknown): string {
  if (!isObject(server) || typeof server.url !== 'string') return ''
  const url = server.url.replace(/\{([^}]*)\}/g, (_, name: string) => defaultOf(server.variables, name))
  if (!URL.canParse(url, 'http://localhost')) return ''
  return normalizeBasePath(new URL(url, 'http://localhost').pathname)
}

function defaultOf(variables: unknown, name: string): string {
  const variable = isObject(variables) ? variables[name] : undefined
  return isObject(variable) ? String(variable.default ?? '') : ''
}
