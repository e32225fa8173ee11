import type { DescriptionDocument, OperationObject, Provenance, SecurityScheme } from './document.ts'

/** Who may call an operation, as far as the description knows. */
export interface Permissions {
  /** What a call carries to prove who makes it, as Markdown; one line for each scheme of the description. */
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
export function permissionsOf(document: DescriptionDocument, operation: OperationObject): Permissions {
  const requirements =
    operation.security ?? (document as { security?: Record<string, string[]>[] }).security ?? []
  const schemes = document.components?.securitySchemes ?? {}
  const extension = (operation as { 'x-permissions'?: PermissionsExtension })['x-permissions']
  const { 'x-source': source, ...kinds } = extension ?? {}
  return {
    credentials: [...new Set(requirements.flatMap(Object.keys))].flatMap((name) => credential(schemes[name])),
    scopes: [...new Set(requirements.flatMap((requirement) => Object.values(requirement).flat()))],
    rows: Object.entries(kinds).map(([kind, permissions]) => ({
      kind: kindNames[kind] ?? kind,
      permissions: [permissions].flat() as string[],
    })),
    ...(source && { source }),
  }
}

/** The header of an HTTP scheme, or the type of another, and what the description says of it. */
function credential(scheme: SecurityScheme | undefined): string[] {
  if (!scheme) return []
  const name = scheme.scheme?.replace(/^./, (letter) => letter.toUpperCase())
  const carried = name ? `Authorization: ${name}` : scheme.type
  return [`\`${carried}\` ${scheme.description ?? ''}`.trim()]
}
