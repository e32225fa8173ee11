import type { Heading, Paragraph } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource, Span } from '../pages/page-source.ts'
import { readRequestLine } from '../pages/request-line.ts'
import { placeAbove } from './examples.ts'
import { blockSource } from './http-message.ts'
import { isMap, membersOf, parseBody } from './json-body.ts'
import { descendants, spanOf } from './markdown.ts'
import { defaultOfProperty, isKey, limitsOf } from './marks.ts'
import type { MarkdownPage } from './page.ts'
import { isEmptyRow, type NamedRow, nameAndType, namedRows, readValues } from './parameter-tables.ts'
import { marksOfRow, typeOfHeading } from './request-body.ts'
import { type AnnotatedCode, type Section, TYPE_TITLE } from './sections.ts'
import { type Cell, columnOf, markedText, type PageTable, readTable } from './table.ts'
import { readTypeWords } from './type-words.ts'

/** Type names do not have spaces: facts under this name are never stated. */
const UNNAMED = 'an unnamed type'
const INHERITS = /(?:^|\.\s+)(?:it )?(?:inherits|derives|derived) from\b/i
const OPEN = /\bthis (?:type )?is an open type\b/i

/** The type that a page is about: the word in the title with the namespace line, else the type of its JSON. */
export function resourceOf(sections: readonly Section[]): string | undefined {
  const titled = titledResource(sections)
  const annotated = annotatedResource(sections)
  // Titles have a capital letter that the name may lack.
  return titled?.toLowerCase() === annotated?.toLowerCase() ? annotated : (titled ?? annotated)
}

function annotatedResource(sections: readonly Section[]): string | undefined {
  const blocks = sections.filter((section) => section.role === 'json').flatMap((section) => section.blocks)
  return blocks
    .map((block) => (block.type === 'code' ? block.annotation?.odataType : undefined))
    .find(Boolean)
}

function titledResource(sections: readonly Section[]): string | undefined {
  const title = sections.find((section) => section.role === 'title' && section.heading)
  const name = title && TYPE_TITLE.exec(title.title.replaceAll('`', ''))?.[1]
  if (!name || name.includes('.')) return name
  const namespace = title.blocks
    .map((block) => /^Namespace:\s*([\w.]+)/i.exec(textOf(block.node))?.[1])
    .find((words) => words !== undefined)
  return namespace ? `${namespace}.${name}` : name
}

/** States what a page says about its type. */
export class ResourceReader {
  readonly #resource: string
  readonly #source: PageSource
  readonly #reading: PageReading
  readonly #page: MarkdownPage
  /** The names in the tables of the page, for each of its types. */
  readonly #names = new Map<string, Set<string>>()

  constructor(page: MarkdownPage) {
    this.#page = page
    this.#resource = page.resource ?? UNNAMED
    this.#source = page.source
    this.#reading = page.reading
  }

  readTitle(section: Section): void {
    if (section.heading) {
      this.#stateResource(spanOf(section.heading), this.#resource)
      if (/\(deprecated\)/i.test(section.title)) this.#stateDeprecated(section.heading)
    }
    for (const block of section.blocks) {
      const text = textOf(block.node)
      if (block.type === 'paragraph' && isDeprecation(text)) this.#stateDeprecated(block.node)
      if (block.type !== 'paragraph') continue
      if (OPEN.test(text)) {
        const place = this.#source.place(spanOf(block.node))
        this.#reading.state(place, { kind: 'open-type', resource: this.#resource, open: true })
      }
      this.#readBase(block.node, this.#resource)
    }
  }

  /** `Inherits from [item](item.md).` */
  #readBase(node: Paragraph, resource: string): void {
    const text = textOf(node)
    const inherits = INHERITS.exec(text)
    if (!inherits) return
    const words = text.slice(inherits.index + inherits[0].length)
    const links = descendants(node).filter((inner) => inner.type === 'link')
    const link = links.find((inner) => words.includes(textOf(inner)))
    const base = readTypeWords(link ? textOf(link) : words.replace(/\.$/, ''))
    const place = this.#source.place(spanOf(link ?? node))
    if (base) this.#reading.state(place, { kind: 'base-type', resource, base })
    else this.#reading.doNotUnderstand(place, 'a base type that is not a type name')
  }

  /** What the sentences of a section say about the type whose table is below them. */
  readTypeSection(section: Section): void {
    const type =
      section.heading &&
      section.blocks.some((block) => block.type === 'table') &&
      typeOfHeading(section.title)
    if (!type) return
    for (const block of section.blocks) {
      if (block.type !== 'paragraph') continue
      const words = textOf(block.node).replace(/^\[!\w+\]\s*/, '')
      const place = this.#source.place(spanOf(block.node))
      if (/^deprecated\b/i.test(words) || isDeprecation(words))
        this.#reading.state(place, { kind: 'deprecated', resource: type })
      this.#readBase(block.node, type)
    }
  }

  readMethods(section: Section): void {
    if (this.#isUnnamed(section)) return
    for (const block of section.blocks) {
      if (block.type === 'table') this.#readMethodRows(readTable(block.node))
    }
  }

  readProperties(section: Section): void {
    const owner = this.#resource === UNNAMED ? typeOfHeading(section.owner) : undefined
    if (!owner && this.#isUnnamed(section)) return
    for (const block of section.blocks) {
      if (block.type === 'paragraph') this.#readDefault(block.node)
      if (block.type !== 'table') continue
      const table = readTable(block.node)
      const property = columnOf(table, 'type') < 0 ? this.#propertyIn(block.subheading) : undefined
      if (property !== undefined) this.#readMemberTable(table, block.subheading, undefined, property)
      else if (this.#isForeign(block.subheading)) this.#passOverRows(table, block.subheading)
      else if (isMemberTable(table, block.subheading)) this.#readMemberTable(table, block.subheading)
      else this.#readPropertyTable(table, owner ?? this.#resource)
    }
  }

  #readDefault(node: Paragraph): void {
    const found = defaultOfProperty(markedText(node))
    if (!found || !this.#names.get(this.#resource)?.has(found.name)) return
    const place = this.#source.place(spanOf(node))
    this.#reading.state(place, {
      kind: 'property-limit',
      resource: this.#resource,
      keyword: 'default',
      ...found,
    })
  }

  /** `Properties of the rules of a plan` are not properties of the plan, but of a text in one of its values. */
  #isForeign(heading: string): boolean {
    const [, owner] = /^properties (?:of|in|for) (.+)$/i.exec(heading.trim()) ?? []
    const own = this.#resource.split('.').at(-1)?.toLowerCase()
    return owner !== undefined && owner.toLowerCase().replace(/^(?:an? |the )|[\s-]/g, '') !== own
  }

  #passOverRows(table: PageTable, heading: string): void {
    for (const [cell] of table.rows) {
      if (cell)
        this.#reading.passOver(this.#source.place(cell.span), `a row below "${heading}", which names no type`)
    }
  }

  /** `Roles property values` is about the values of the property `roles`. */
  #propertyIn(heading: string): string | undefined {
    const name = /^(\S+) property values$/i.exec(heading.trim())?.[1]?.toLowerCase()
    return [...(this.#names.get(this.#resource) ?? [])].find((own) => own.toLowerCase() === name)
  }

  /** A table of a section that no heading explains, by its columns: properties, or the members of an enum. */
  readUnknownTable(table: PageTable, heading: string): boolean {
    const type = typeOfHeading(heading)
    const isMembers = /^(value|member|name)s?$/.test(table.header[0] ?? '') && columnOf(table, 'type') < 0
    const property = isMembers ? this.#propertyIn(`${heading} property values`) : undefined
    if (type && columnOf(table, 'name') === 0 && columnOf(table, 'type') > 0)
      this.#readPropertyTable(table, type)
    else if (property !== undefined) this.#readMemberTable(table, heading, undefined, property)
    else if (type && isMembers) this.#readMemberTable(table, heading, type)
    else return false
    return true
  }

  #readPropertyTable(table: PageTable, resource: string): void {
    if (resource !== this.#resource) this.#stateResource(table.headerSpan, resource)
    for (const row of namedRows(table, this.#source, this.#reading)) this.#stateProperty(row, resource)
  }

  /** JSON in other sections of a type's page is an example of the type if most of its members belong to the type. */
  readSample(code: AnnotatedCode): boolean {
    const block = blockSource(code.node, this.#source)
    const body = parseBody(block, 0)
    if (!body) return false
    if (isMap(body.root) && this.#resource !== UNNAMED && this.#page.operations.length === 0) {
      const place = this.#source.place(spanOf(code.node))
      this.#reading.state(place, { kind: 'open-type', resource: this.#resource, open: true })
      return true
    }
    const members = membersOf(body.root).filter(({ pointer }) => pointer.lastIndexOf('/') === 0)
    const owner = [...this.#names].reverse().find(([, names]) => {
      const own = members.filter(({ name }) => names.has(name))
      return own.length > 0 && own.length * 2 >= members.length
    })
    if (!owner) return false
    for (const member of members) this.#stateMember(member, owner[0], block)
    this.#passOverInner(body.root, block)
    return true
  }

  #addName(resource: string, name: string): void {
    const names = this.#names.get(resource) ?? new Set()
    this.#names.set(resource, names.add(name))
  }

  readRelationships(section: Section): void {
    if (this.#isUnnamed(section)) return
    for (const block of section.blocks) {
      if (block.type !== 'table') continue
      for (const row of namedRows(readTable(block.node), this.#source, this.#reading)) {
        const place = this.#source.place(nameAndType(row))
        const { name, type = 'Any' } = row
        this.#addName(this.#resource, name)
        this.#reading.state(place, { kind: 'relationship', resource: this.#resource, name, type })
        for (const mark of marksOfRow(row)) {
          const description = this.#source.place(row.description.span)
          this.#reading.state(description, { kind: 'property-mark', resource: this.#resource, name, mark })
        }
      }
    }
  }

  /** An enum page, or a section of values on a page of several enums. */
  readMembers(section: Section): void {
    for (const block of section.blocks) {
      if (block.type !== 'table') continue
      this.#readMemberTable(readTable(block.node), block.subheading || section.title)
    }
  }

  readJson(section: Section): void {
    for (const block of section.blocks) if (block.type === 'code') this.readJsonBlock(block)
  }

  #isUnnamed(section: Section): boolean {
    if (this.#resource !== UNNAMED || !section.heading) return false
    const place = this.#source.place(spanOf(section.heading))
    this.#reading.doNotUnderstand(place, `the section "${section.title}" of a page whose title names no type`)
    return true
  }

  /** States a JSON representation and the comment above it. */
  readJsonBlock(code: AnnotatedCode): void {
    if (code.annotation?.blockType === 'ignored') return
    const block = blockSource(code.node, this.#source)
    const body = parseBody(block, 0)
    const resource = code.annotation?.odataType ?? this.#resource
    const place = this.#source.place(spanOf(code.node))
    if (resource === UNNAMED) this.#reading.doNotUnderstand(place, 'a JSON representation of no named type')
    else this.#readAnnotation(code)
    if (!body) this.#reading.doNotUnderstand(place, 'a JSON representation that is not JSON')
    if (!body || resource === UNNAMED) return
    if (isMap(body.root)) this.#reading.state(place, { kind: 'open-type', resource, open: true })
    if (membersOf(body.root).length === 0)
      this.#reading.passOver(place, 'a JSON representation without members')
    for (const member of membersOf(body.root)) this.#stateMember(member, resource, block)
    this.#passOverInner(body.root, block)
  }

  /** The members of an inner object belong to a type that the JSON rarely names. */
  #passOverInner(root: Parameters<typeof membersOf>[0], block: PageSource): void {
    for (const { pointer, name, span } of membersOf(root)) {
      if (pointer.lastIndexOf('/') === 0 || name === '@odata.type') continue
      this.#reading.passOver(block.place(span), 'a member of an inner object, which has a type of its own')
    }
  }

  #stateMember(member: ReturnType<typeof membersOf>[number], resource: string, block: PageSource): void {
    const isOwn = member.pointer.lastIndexOf('/') === 0
    if (!isOwn) return
    const place = block.place(member.span)
    if (member.name === '@odata.type') {
      const name = (member.text ?? '').replace('#', '')
      this.#reading.state(place, { kind: 'resource', resource: name || resource })
      return
    }
    const { name, type, members } = member
    this.#reading.state(place, { kind: 'property', resource, name, type })
    for (const value of members) this.#reading.state(place, { kind: 'enum-value', resource, name, value })
  }

  #readAnnotation(code: AnnotatedCode): void {
    const { annotation } = code
    if (!annotation) return
    const resource = annotation.odataType ?? this.#resource
    const { keyProperty, openType, baseType } = annotation
    const state = (key: string, statement: Parameters<PageReading['state']>[1]) =>
      this.#reading.state(placeAbove(code, key, this.#source), statement)
    if (annotation.odataType) state(annotation.odataType, { kind: 'resource', resource })
    if (keyProperty) state('"keyProperty"', { kind: 'key', resource, property: keyProperty })
    if (openType !== undefined) state('"openType"', { kind: 'open-type', resource, open: openType })
    if (baseType) state('"baseType"', { kind: 'base-type', resource, base: baseType })
    for (const name of annotation.nullableProperties) {
      state('"nullableProperties"', { kind: 'property-mark', resource, name, mark: 'nullable' })
    }
    for (const name of annotation.optionalProperties) {
      state('"optionalProperties"', { kind: 'property-mark', resource, name, mark: 'optional' })
    }
  }

  #stateResource(span: Span, resource: string): void {
    this.#reading.state(this.#source.place(span), { kind: 'resource', resource })
  }

  #stateDeprecated(node: Heading | Paragraph): void {
    this.#reading.state(this.#source.place(spanOf(node)), { kind: 'deprecated', resource: this.#resource })
  }

  #readMethodRows(table: PageTable): void {
    const returnsColumn = table.header.findIndex((title) => /\b(return|response)/.test(title))
    for (const cells of table.rows) {
      const [method] = cells
      if (!method || isEmptyRow(cells, method, this.#reading, this.#source)) continue
      const link = method.links[0]
      // A row of an old table without the column shows the address of the request.
      const returns = cells[returnsColumn] ?? cells[1]
      if (link && link.url !== '' && returns) this.#stateMethod(method, returns, link.url, returnsColumn >= 0)
      else {
        this.#reading.doNotUnderstand(this.#source.place(method.span), 'a method without a link to its page')
      }
    }
  }

  #stateMethod(method: Cell, returns: Cell, url: string, isReturned: boolean): void {
    const place = this.#source.place({ start: method.span.start, end: returns.span.end })
    const target = pageOf(url, this.#source.page)
    this.#reading.state(place, {
      kind: 'method',
      resource: this.#resource,
      target,
      ...(isReturned && { returns: returnedBy(returns) }),
    })
    if (!isReturned && readRequestLine(returns.text)) {
      this.#reading.passOver(
        this.#source.place(returns.span),
        'an address that the page of the method states',
      )
    }
  }

  #stateProperty(row: NamedRow, resource: string): void {
    this.#addName(resource, row.name)
    const values = readValues(row, this.#page)
    const { name } = row
    const place = this.#source.place(nameAndType(row))
    const description = this.#source.place(row.description.span)
    this.#reading.state(place, { kind: 'property', resource, name, ...(row.type && { type: row.type }) })
    for (const mark of marksOfRow(row)) {
      this.#reading.state(description, { kind: 'property-mark', resource, name, mark })
    }
    if (isKey(row.description.text))
      this.#reading.state(description, { kind: 'key', resource, property: name })
    for (const value of values) {
      this.#reading.state({ ...description, quote: value }, { kind: 'enum-value', resource, name, value })
    }
    for (const limit of limitsOf(row.description)) {
      this.#reading.state(description, { kind: 'property-limit', resource, name, ...limit })
    }
  }

  /**
   * @param type The enum, where the caller knows it from a heading that is no more than its name.
   * @param name The property of the page's type that has these values.
   */
  #readMemberTable(table: PageTable, heading: string, type?: string, name?: string): void {
    const owner = enumOf(heading) ?? type ?? (this.#resource === UNNAMED ? typeOfHeading(heading) : undefined)
    const resource = name === undefined ? (owner ?? this.#resource) : this.#resource
    if (resource === UNNAMED) {
      this.#reading.doNotUnderstand(
        this.#source.place(table.headerSpan),
        'the members of an enum that has no name',
      )
      return
    }
    const [nameColumn, valueColumn] = memberColumns(table)
    for (const cells of table.rows) {
      const member = cells[nameColumn]
      if (!member || member.text === '') continue
      const place = this.#source.place(member.span)
      if (!/^[A-Za-z_][\w.-]*$/.test(member.text)) {
        this.#reading.doNotUnderstand(place, 'an enum member that is not an identifier')
        continue
      }
      const number = numberIn(cells[valueColumn])
      const value = { kind: 'enum-value' as const, resource, ...(name && { name }), value: member.text }
      this.#reading.state(place, { ...value, ...(number !== undefined && { number }) })
      const words = cells.at(-1)?.text ?? ''
      if (name && /^default\b[.:]|\bthis is the default(?: value)?\b/i.test(words)) {
        const limit = { keyword: 'default' as const, limit: member.text }
        this.#reading.state(place, { kind: 'property-limit', resource, name, ...limit })
      }
    }
  }
}

/** `tenantStatus values` names an enum; `Members` refers to the enum of the page. */
function enumOf(heading: string): string | undefined {
  const name = /^(\S+) (?:values|enumeration|enum)(?: type)?$/i.exec(heading.trim())?.[1]
  return name && !/^(enum|possible)$/i.test(name) ? name : undefined
}

function isMemberTable(table: PageTable, subheading: string): boolean {
  const first = table.header[0] ?? ''
  return (
    first === 'member' ||
    first === 'member name' ||
    (enumOf(subheading) !== undefined && columnOf(table, 'type') < 0)
  )
}

/** `Member|Value|Description`, `Value|Description` or `Name|Numeric value`. */
function memberColumns(table: PageTable): [number, number] {
  const name = columnOf(table, 'name')
  const value = columnOf(table, 'value')
  const number = columnOf(table, 'number')
  return name < 0 ? [Math.max(0, value), number] : [name, number < 0 ? value : number]
}

function numberIn(cell: Cell | undefined): number | undefined {
  return cell && /^-?\d+$/.test(cell.text) ? Number(cell.text) : undefined
}

/** The type in the cell of what a method returns: its text, or the type that it links to. */
function returnedBy({ text, links }: Cell): string {
  if (/^(none|no content)?\.?$/i.test(text)) return 'None'
  const type = readTypeWords(text)
  const [link] = links
  if (type || !link) return type ?? 'Any'
  // A sentence about the method is not a type; the row lacks a cell.
  if (text.split(' ').length > 12) return 'Any'
  const item = readTypeWords(link.text)
  if (!item || !/\b(collection|list|array)\b/i.test(text)) return item ?? 'Any'
  return `Collection(${item})`
}

/** A notice such as "The X resource is deprecated and will be removed". */
export function isDeprecation(text: string): boolean {
  return /\b(?:this|the) (?:[\w.-]+ ){0,4}(?:is|are|has been|have been|will be) (?:now |being |marked as )?(?:deprecated|retired)\b/i.test(
    text,
  )
}

/** A relative link, as the path of the page that it leads to. */
function pageOf(url: string, from: string): string {
  const base = new URL('page://pages/')
  const target = URL.parse(url.replaceAll('\\', '/'), URL.parse(from, base) ?? base)
  return target ? target.pathname.replace(/^\//, '') : url
}
