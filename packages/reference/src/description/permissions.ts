import {
  type Description,
  joinPointer,
  type Operation,
  type SecuritySchemeObject,
} from '@clientele/description'
import type { Provenance } from './document.ts'

/** Who may call an operation, as far as the description knows. */
export interface Permissions {
  /** How a call proves who makes it, as Markdown: one line for each security scheme. */
  credentials: string[]
  /** Scopes that the security requirement of the description asks for. */
  scopes: string[]
  rows: PermissionRow[]
  source?: Provenance
}

export interface PermissionRow {
  /** In words, for example `Delegated (work or school account)`. */
  kind: string
  /** Least privileged first; empty when this kind of permission does not exist for the operation. */
  permissions: string[]
}

/** `x-permissions` of an operation. */
interface PermissionsExtension {
  'x-source'?: Provenance
  [kind: string]: unknown
}

/** The kinds of `x-permissions` in the words of the documentation pages. */
const kindNames: Record<string, string> = {
  delegated: 'Delegated (work or school account)',
  personal: 'Delegated (personal account)',
  application: 'Application',
  roles: 'Role of the signed-in person, one of',
}

/** Reads the permissions of an operation; an operation without any has no rows. */
export function permissionsOf(description: Description, { node, security }: Operation): Permissions {
  const extension = node['x-permissions'] as PermissionsExtension | undefined
  const { 'x-source': source, ...kinds } = extension ?? {}
  return {
    credentials: [...new Set(security.flatMap(Object.keys))].flatMap((name) => credential(description, name)),
    scopes: [...new Set(security.flatMap((requirement) => Object.values(requirement).flat()))],
    rows: Object.entries(kinds).map(([kind, permissions]) => ({
      kind: kindNames[kind] ?? kind,
      permissions: [permissions].flat() as string[],
    })),
    ...(source && { source }),
  }
}

/** The header of an HTTP scheme, the name and place of an API key, or the type of another; and its description. */
function credential(description: Description, scheme: string): string[] {
  const pointer = joinPointer('/components/securitySchemes', scheme)
  const { node } = description.locate<SecuritySchemeObject>(pointer) ?? {}
  if (!node) return []
  const name = node.scheme?.replace(/^./, (letter) => letter.toUpperCase())
  const carried = name ? `Authorization: ${name}` : (node.name ?? node.type)
  const place = node.in ? ` (${node.in})` : ''
  return [`\`${carried}\`${place} ${node.description ?? ''}`.trim()]
}
