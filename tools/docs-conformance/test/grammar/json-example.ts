/** A member of a JSON example, as it is written and as it must be read. */
export interface MemberModel {
  name: string
  value: ValueModel
}

export type ValueModel =
  | { kind: 'word'; text: string; type: string }
  | { kind: 'literal'; json: string; type: string }
  | { kind: 'object'; odataType?: string; members: MemberModel[] }
  | { kind: 'array'; item: ValueModel }

/** What a member states: the pointer and either a type or the name of a type. */
export type MemberStatement = { pointer: string; type: string } | { pointer: string; typeName: string }

export function renderObject(
  members: readonly MemberModel[],
  odataType: string | undefined,
  indent = '',
): string {
  const inner = `${indent}  `
  const lines = [
    ...(odataType === undefined ? [] : [`${inner}"@odata.type": ${JSON.stringify(odataType)}`]),
    ...members.map(({ name, value }) => `${inner}${JSON.stringify(name)}: ${renderValue(value, inner)}`),
  ]
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`
}

export function renderValue(value: ValueModel, indent: string): string {
  if (value.kind === 'word') return JSON.stringify(value.text)
  if (value.kind === 'literal') return value.json
  if (value.kind === 'array') return `[\n${indent}  ${renderValue(value.item, `${indent}  `)}\n${indent}]`
  return renderObject(value.members, value.odataType, indent)
}

export function statementsOfObject(
  members: readonly MemberModel[],
  odataType: string | undefined,
  pointer = '',
): MemberStatement[] {
  return [
    ...(odataType === undefined ? [] : [{ pointer: `${pointer}/@odata.type`, typeName: odataType }]),
    ...members.flatMap(({ name, value }) => [
      { pointer: `${pointer}/${name}`, type: typeOf(value) },
      ...below(value, `${pointer}/${name}`),
    ]),
  ]
}

function below(value: ValueModel, pointer: string): MemberStatement[] {
  if (value.kind === 'object') return statementsOfObject(value.members, value.odataType, pointer)
  return value.kind === 'array' ? below(value.item, `${pointer}/*`) : []
}

function typeOf(value: ValueModel): string {
  if (value.kind === 'word' || value.kind === 'literal') return value.type
  if (value.kind === 'array') return `Collection(${typeOf(value.item)})`
  return value.odataType?.replace('#', '') ?? 'Object'
}
