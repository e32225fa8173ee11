import type { Paragraph } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { TypeWord } from '../facts/fact.ts'
import { isListed, spanOf } from './markdown.ts'
import { limitsOf, marksOf } from './marks.ts'
import type { MarkdownPage } from './page.ts'
import {
  type NamedRow,
  nameAndType,
  namedRows,
  readParameterTable,
  readValues,
  valuesOf,
} from './parameter-tables.ts'
import type { Section, SectionBlock } from './sections.ts'
import { stateStatusesIn } from './statuses.ts'
import { type Cell, columnOf, type PageTable, readTable } from './table.ts'
import { itemTypeOf, readTypeWords } from './type-words.ts'

const NO_BODY =
  /\b(do not|don't) (supply|provide|include) a (request )?body\b|^(none|empty|no request body)\.?$|\brequest body (?:is|should be|must be) empty\b|\b(?:does|do)(?: not|n't) (?:require|need|have|take) (?:an?|any) (?:request )?body\b/i
const REPRESENTATION = /\b(supply|provide|include|specify|contain)\b.*\b(json )?representation of\b/i
const CONTAINS = /\b(?:supply|provide|include|specify|send|must contain|contains|consists of|requires)\b/i
const ALL_REQUIRED = /\bproperties that are required when you \w+/i
const DESCRIBES = /\b(?:describes|lists|shows|contains)\b.*\bpropert(?:y|ies)\b/i

/** States the contents of the request body for every operation of the page. */
export function readRequestBody(section: Section, page: MarkdownPage): void {
  const reader = new BodyReader(page)
  for (const [index, block] of section.blocks.entries()) {
    if (block.type === 'paragraph') reader.readParagraph(block.node, section.blocks[index - 1])
    if (block.type === 'table') reader.readTable(readTable(block.node), block.subheading)
  }
}

/** The tables of a body: the first is the body itself, the others describe the types that their headings name. */
class BodyReader {
  readonly #page: MarkdownPage
  /** The type of the body, if the section has already named it. */
  #root: TypeWord | undefined
  /** The type that the sentence before a table names. */
  #announced: TypeWord | undefined
  #lead = ''
  /** The sentence that announces parameters of the address, even if other sentences come between it and the table. */
  #urlLead = ''
  #names: string[] = []
  /** The type of the items, by the name of the property that holds them. */
  readonly #itemTypes = new Map<string, TypeWord>()
  #hasTable = false

  constructor(page: MarkdownPage) {
    this.#page = page
  }

  readParagraph(node: Paragraph, before: SectionBlock | undefined): void {
    if (isListed(node) && before?.type === 'paragraph') this.#readItem(node)
    else this.#readSentence(node)
  }

  readTable(table: PageTable, subheading: string): void {
    const { source, reading, operations } = this.#page
    if (isFunctionTable(table, operations)) {
      readParameterTable(table, 'path', this.#page)
    } else if (/\bin the request ur[il]\b/i.test(this.#urlLead)) {
      readParameterTable(table, 'uri', this.#page)
    } else if (
      table.header.length > 1 &&
      table.header.every((title) => this.#named(title) || /^descriptions?$/.test(title))
    ) {
      this.#readValueTable(table)
    } else if (this.#valuesOwner(table)) {
      this.#readValuesOf(this.#valuesOwner(table) as string, table)
    } else if (columnOf(table, 'name') < 0 && columnOf(table, 'type') < 0) {
      reading.doNotUnderstand(
        source.place(table.headerSpan),
        'a table of the request body without a name column',
      )
    } else this.#readPropertyTable(table, subheading)
    this.#announced = undefined
  }

  #readPropertyTable(table: PageTable, subheading: string): void {
    const { source, reading } = this.#page
    const type = typeOfHeading(subheading) ?? this.#announced
    const isRoot = !this.#hasTable || type === undefined || type === this.#root
    if (this.#hasTable && isRoot && columnOf(table, 'type') < 0) {
      reading.doNotUnderstand(
        source.place(table.headerSpan),
        'a second table of the request body without types',
      )
      return
    }
    if (!this.#hasTable && type) this.#stateType(type, table)
    this.#hasTable = true
    for (const row of namedRows(table, source, reading)) {
      this.#stateProperty(row, this.#ownerOfRow(row) ?? (isRoot ? undefined : type))
      stateStatusesIn(row.description, this.#page)
    }
  }

  /** `For each property in the **values** collection, …` is about the items of `values`. */
  #ownerOfRow({ description }: NamedRow): TypeWord | undefined {
    const [, name] = /\bfor each (?:\w+ ){1,3}(?:in|of) the (\w+)\b/i.exec(description.text) ?? []
    return name === undefined ? undefined : this.#itemTypes.get(name)
  }

  /** The property whose values a table lists, if the sentence above the table names one. */
  #valuesOwner(table: PageTable): string | undefined {
    if (!/\bvalues?$/.test(table.header[0] ?? '') || columnOf(table, 'type') >= 0) return undefined
    const named = valuesOf(this.#lead)
    if (named !== undefined && this.#names.includes(named)) return named
    const words = new Set(this.#lead.split(/[^\w@$-]+/))
    const owners = this.#names.filter((name) => words.has(name))
    return owners.length === 1 && /\bvalues\b/i.test(this.#lead) ? owners[0] : undefined
  }

  #readValuesOf(name: string, table: PageTable): void {
    for (const [cell] of table.rows) {
      if (cell) this.#stateValue(name, cell)
    }
  }

  /** One value of a property, for every operation of the page; an empty cell states none. */
  #stateValue(name: string, { text: value, span }: Cell): void {
    if (value === '') return
    const { source, reading, operations } = this.#page
    for (const { name: operation } of operations) {
      reading.state(source.place(span), { kind: 'request-enum-value', operation, name, value })
    }
  }

  #named(title: string): string | undefined {
    return this.#names.find((name) => name.toLowerCase() === title)
  }

  /** A table whose columns are properties lists which values go together. */
  #readValueTable(table: PageTable): void {
    for (const cells of table.rows) {
      for (const [index, cell] of cells.entries()) {
        const name = this.#named(table.header[index] ?? '')
        if (name !== undefined) this.#stateValue(name, cell)
      }
    }
  }

  #readSentence(node: Paragraph): void {
    const { source, reading, operations } = this.#page
    const text = textOf(node)
    this.#lead = text
    if (/\bin the request (?:ur[il]|body)\b/i.test(text)) this.#urlLead = text
    const place = source.place(spanOf(node))
    if (NO_BODY.test(text.trim())) {
      for (const { name: operation } of operations)
        reading.state(place, { kind: 'no-request-body', operation })
    } else if (ALL_REQUIRED.test(text)) {
      for (const { name: operation } of operations) {
        reading.state(place, { kind: 'request-property-mark', operation, name: '*', mark: 'required' })
      }
    } else {
      this.#readType(node, text)
      this.#readPlainBody(node, text)
      this.#readRequiredNames(node, text)
    }
  }

  /** `The following fields are required: `a` and `b`.` */
  #readRequiredNames(node: Paragraph, text: string): void {
    const [list] =
      /\b(?:fields|properties) are required:[^.]*|\brequired propert(?:y|ies):[^.]*/i.exec(text) ?? []
    if (list === undefined) return
    const { source, reading, operations } = this.#page
    for (const child of node.children) {
      const name = textOf(child)
      const isName = child.type === 'inlineCode' || child.type === 'strong'
      if (!isName || !list.includes(name)) continue
      for (const { name: operation } of operations) {
        reading.state(source.place(spanOf(child)), {
          kind: 'request-property-mark',
          operation,
          name,
          mark: 'required',
        })
      }
    }
  }

  #readType(node: Paragraph, text: string): void {
    const children = node.children
    const at = children.findIndex(
      ({ type }) => type === 'link' || type === 'linkReference' || type === 'strong',
    )
    const thing = children[at]
    const words = thing && readTypeWords(textOf(thing))
    if (!thing || !words || words.includes(' ')) {
      this.#readPlainType(node, text)
      return
    }
    const before = children
      .slice(0, at)
      .map((child) => textOf(child))
      .join('')
    const after = children[at + 1] ? textOf(children[at + 1] as Paragraph['children'][number]) : ''
    if (DESCRIBES.test(text)) this.#announced = words
    const isThing = /^s? (?:\w+ )?(?:resources?|objects?|entity|entities|collection)\b/i.test(after)
    const isBody =
      REPRESENTATION.test(before) ||
      (CONTAINS.test(before) && isThing) ||
      (isThing && /\b(?:is|are) required in the (?:request )?body\b/i.test(after))
    // A sentence about each of several objects in a property is not about the body.
    const isPart =
      /\b(?:each|every) $/i.test(before) || /^s? (?:objects?|resources?) in (?:the|a)\b/i.test(after)
    if (!isBody || isPart || this.#root !== undefined) return
    const isList =
      /\b(?:array|list|collection) of(?: an?| the)? $/i.test(before) || /^s? collection\b/.test(after)
    this.#stateTypeAt(
      isList ? `Collection(${words})` : REPRESENTATION.test(before) ? textOf(thing) : words,
      spanOf(thing),
    )
  }

  /** `Supply a JSON representation for the plan object` names the type without a link. */
  #readPlainType(node: Paragraph, text: string): void {
    const [, type] =
      /\bjson representation (?:of|for) (?:an? |the )?([A-Za-z_][\w.]*) (?:object|resource|entity)\b/i.exec(
        text,
      ) ?? []
    if (type && this.#root === undefined) this.#stateTypeAt(type, spanOf(node))
  }

  /** `The request body is a binary blob`, and `provide an empty JSON `{}``. */
  #readPlainBody(node: Paragraph, text: string): void {
    if (this.#root !== undefined) return
    if (/\brequest body (?:is|contains|must be) (?:an? |the )?(?:binary|bytes|stream)\b/i.test(text))
      this.#stateTypeAt('Binary', spanOf(node))
    else if (/\bempty json\b/i.test(text)) this.#stateTypeAt('Object', spanOf(node))
  }

  #stateType(type: TypeWord, table: PageTable): void {
    if (this.#root === undefined) this.#stateTypeAt(type, table.headerSpan)
  }

  #stateTypeAt(type: TypeWord, span: { start: number; end: number }): void {
    this.#root = type
    const { source, reading, operations } = this.#page
    for (const { name: operation } of operations) {
      reading.state(source.place(span), { kind: 'request-body', operation, type })
    }
  }

  /** An item that is a name in bold or code names a property; every other item is a sentence. */
  #readItem(node: Paragraph): void {
    const { source, reading, operations } = this.#page
    const [first, next] = node.children
    const isName =
      (first?.type === 'strong' || first?.type === 'inlineCode') && /^[A-Za-z_][\w.]*$/.test(textOf(first))
    const isAlone = next === undefined || /^\s*(?:[:–—-]|$)/.test(textOf(next))
    if (!first || !isName || !isAlone) return
    const place = source.place(spanOf(node))
    const name = textOf(first)
    const mark = /\brequired\b|\bmust\b/i.test(this.#lead) ? ('required' as const) : undefined
    for (const { name: operation } of operations) {
      reading.state(place, { kind: 'request-property', operation, name })
      if (mark) reading.state(place, { kind: 'request-property-mark', operation, name, mark })
    }
  }

  #stateProperty(row: NamedRow, of: TypeWord | undefined): void {
    const { source, reading, operations } = this.#page
    const values = readValues(row, this.#page)
    const place = source.place(nameAndType(row))
    const description = source.place(row.description.span)
    const { name } = row
    if (of === undefined) this.#names.push(name)
    const item = row.type && itemTypeOf(row.type)
    if (item) this.#itemTypes.set(name, item)
    for (const { name: operation } of operations) {
      const owner = { operation, ...(of !== undefined && { of }), name }
      reading.state(place, { kind: 'request-property', ...owner, ...(row.type && { type: row.type }) })
      for (const mark of marksOfRow(row)) {
        const at = description.quote ? description : place
        reading.state(at, { kind: 'request-property-mark', ...owner, mark })
      }
      for (const value of values) {
        reading.state({ ...description, quote: value }, { kind: 'request-enum-value', ...owner, value })
      }
      for (const limit of limitsOf(row.description)) {
        reading.state(description, { kind: 'request-property-limit', ...owner, ...limit })
      }
    }
  }
}

/** The arguments of a function are in its address, whatever the page calls their table. */
function isFunctionTable(table: PageTable, operations: MarkdownPage['operations']): boolean {
  const names = table.rows.map(([cell]) => cell?.text ?? '')
  const inPath = operations.flatMap(({ line }) => (line.path.includes('(') ? line.pathParameters : []))
  return names.length > 0 && names.every((name) => inPath.includes(name))
}

/** The type that a heading is about: `OrderLineItem`, or the words before "resource" and "properties". */
export function typeOfHeading(heading: string): TypeWord | undefined {
  const words = heading
    .replaceAll('`', '')
    .replace(/\s*\(.*\)$/, '')
    .trim()
  const [, name] =
    /^(.*?)(?: (?:resource|complex|entity|object|properties|attributes|fields|type)){0,3}$/i.exec(words) ?? []
  if (
    !name ||
    /^(properties|attributes|fields|request body|response|example|parameters?|optional|required|the|members|values)$/i.test(
      name,
    )
  )
    return undefined
  if (/^[A-Za-z_][\w.]*$/.test(name)) return name
  const isNamed =
    (name !== words || / (event|model)$/i.test(words)) && /^[A-Z][\w]*(?: [\w]+){0,4}$/.test(name)
  return isNamed
    ? name
        .split(' ')
        .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
        .join('')
    : undefined
}

/** The marks of a row's description, and of its Required column if the table has one. */
export function marksOfRow(row: NamedRow): ReturnType<typeof marksOf> {
  const marks = new Set(marksOf(row.description.text))
  if (row.nullable) marks.add('nullable')
  if (row.required !== undefined) {
    marks.delete(row.required ? 'optional' : 'required')
    marks.add(row.required ? 'required' : 'optional')
  }
  return [...marks]
}
