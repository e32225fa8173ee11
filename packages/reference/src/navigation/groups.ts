import type { OperationModel } from '../description/operation.ts'
import type { SiteApi } from '../description/site.ts'

/** The operations of one tag. */
export interface OperationGroup {
  name: string
  description: string
  operations: OperationModel[]
}

/** The operations of an API by their first tag, in the order in which the description lists its tags. */
export function groupsOf({ document, operations }: SiteApi): OperationGroup[] {
  const described = new Map((document.tags ?? []).map(({ name, description }) => [name, description ?? '']))
  const byTag = Map.groupBy(operations, ({ tags }) => tags[0] ?? 'Other operations')
  return [...new Set([...described.keys(), ...byTag.keys()])].flatMap((name) => {
    const members = byTag.get(name)
    return members ? [{ name, description: described.get(name) ?? '', operations: members }] : []
  })
}

/** Anchor of a group on the overview of its API. */
export function groupAnchor(name: string): string {
  return `group-${name.replaceAll(/\s+/g, '-')}`
}
