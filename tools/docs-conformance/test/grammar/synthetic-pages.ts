import { type ApiPageModel, buildApiPage, type PropertyModel } from './api-page.ts'
import type { MemberModel } from './json-example.ts'
import { buildResourcePage } from './resource-page.ts'

/** Pages of the size of real ones, the same on every run: two of three about operations, one about a resource. */
export function syntheticPages(count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    index % 3 === 2 ? resourcePage(index) : buildApiPage(operationPage(index)).text,
  )
}

function operationPage(index: number): ApiPageModel {
  return {
    title: `Update thing ${index}`,
    method: 'PATCH',
    paths: [
      [
        { kind: 'word', word: `things${index}` },
        { kind: 'placeholder', spellings: ['id', 'name'], angled: false },
      ],
    ],
    headingCase: index % 2 === 0 ? 'template' : 'intune',
    permissions: { delegated: ['Thing.Read.All', 'Thing.ReadWrite.All'], personal: [], application: 'open' },
    permissionColumns: 2,
    query: { names: ['$select', '$expand'], style: 'table' },
    headers: [{ name: 'Authorization', required: true }],
    contentType: 'application/json',
    body: { type: 'thing', allRequired: true, properties: properties(16) },
    response: { status: 200, type: 'thing', collection: false },
    example: {
      server: 'https://graph.microsoft.com/beta',
      name: `update_thing_${index}`,
      odataType: '#microsoft.graph.thing',
      members: members(16),
      tab: true,
      fence: '``` ',
    },
  }
}

function resourcePage(index: number): string {
  return buildResourcePage({
    name: `thing${index}`,
    titleWord: 'resource type',
    properties: properties(16),
    relationships: [{ name: 'owner', type: 'person', collection: false }],
    key: 'id',
    openType: false,
    base: 'entity',
    enum: { name: 'thingKind', members: ['small', 'large'], numbered: true },
  }).text
}

function properties(count: number): PropertyModel[] {
  const types = ['String', 'Int32', 'Boolean', 'DateTimeOffset']
  return Array.from({ length: count }, (_, index) => ({
    name: `property${index}`,
    type: types[index % types.length] ?? 'String',
    spelling: 'plain',
    marks: index % 4 === 0 ? ['required'] : [],
    values: [],
  }))
}

function members(count: number): MemberModel[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `property${index}`,
    value: { kind: 'word', text: 'String (timestamp)', type: 'DateTimeOffset' },
  }))
}
