import type { Style, TableEntry } from './read-operations.ts'

/** Writes the module that the client imports: data only, no behaviour. */
export function writeModule(baseUrl: string, entries: TableEntry[]): string {
  return `// Generated from the description of the API. Do not edit.

/** First server of the description. */
export const baseUrl = ${literal(baseUrl)}

/** Method, path and parameter places of every operation. */
export const operations = {
${entries.map(writeEntry).join('\n')}
} as const

${entries.map(writeFilter).join('')}${writeStyles(entries)}/** OData types of the properties that the \`$filter\` of an operation may compare. */
export interface FilterProperties {
${entries.map(({ operationId, filter }) => (filter ? `  ${operationId}: ${filterName(operationId)}\n` : '')).join('')}}

/** Named types of what the operations answer; \`named\` are the types of the API. */
export interface Answers {
${entries.map(writeAnswer).join('')}}
`
}

function writeEntry({ operationId, documentation, method, path, query, header, items }: TableEntry): string {
  const fields = [
    `method: ${literal(method)}`,
    `path: ${literal(path)}`,
    ...(query.length > 0 ? [`query: ${list(query)}`] : []),
    ...(header.length > 0 ? [`header: ${list(header)}`] : []),
    ...(items === undefined ? [] : [`items: ${literal(items)}`]),
  ]
  return `${comment(documentation)}  ${operationId}: {\n${fields.map((field) => `    ${field},\n`).join('')}  },`
}

/** The styles that differ from the client's default, which joins with commas. */
export function ownStyles(entries: TableEntry[]): [string, Style][] {
  const styles = new Map(entries.flatMap((entry) => Object.entries(entry.styles)))
  return [...styles].filter(([, style]) => style !== 'commas')
}

function writeStyles(entries: TableEntry[]): string {
  const styles = ownStyles(entries)
  if (styles.length === 0) return ''
  const lines = styles.map(([name, style]) => `  ${literal(name)}: ${literal(style)},\n`)
  return `/** Query parameters whose lists or objects are not joined with commas. */
export const styles = {
${lines.join('')}} as const

`
}

function writeFilter({ operationId, filter }: TableEntry): string {
  if (!filter) return ''
  const properties = Object.entries(filter).map(([name, type]) => `  ${literal(name)}: ${literal(type)}\n`)
  return `export interface ${filterName(operationId)} {\n${properties.join('')}}\n\n`
}

/** Editors show this name instead of all properties. */
const filterName = (operationId: string) =>
  `${operationId.replace(/^./, (first) => first.toUpperCase())}Filter`

function writeAnswer({ operationId, answer }: TableEntry): string {
  if (!answer) return ''
  const item = answer.item ? `; item: named.${answer.item}` : ''
  return `  ${operationId}: { data: named.${answer.data}${item} }\n`
}

/** Editors show the comment of an entry at the client's method. */
function comment(text: string): string {
  if (text === '') return ''
  const lines = text.replaceAll('*/', '*\\/').split('\n')
  return `  /**\n${lines.map((line) => `   * ${line}`.trimEnd()).join('\n')}\n   */\n`
}

const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

const list = (names: string[]): string => `[${names.map(literal).join(', ')}]`
