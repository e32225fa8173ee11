import { libraryWith, replacing } from './library.ts'
import { testRule } from './table.ts'

const path = 'paths/books_{book_id}.yaml'

const given = (from: string, to: string, want: string[]) => ({
  files: libraryWith({ [path]: replacing(from, to) }),
  want: want.map((report) => `${path} ${report}`),
})

const names =
  '#/patch/x-permissions: x-permissions is not a list of names for each kind of account. Write, for example, "delegated: [Customers.Read.All]" and "application: []".'

testRule('operation-complete', {
  'no tag': given('  tags: [Books]\n', '', [
    '#/patch: This operation has no tag. Add one, so that the reference can group it.',
  ]),
  'no documentation': given(
    '    url: https://library.example/docs/update-book',
    '    description: Somewhere',
    ['#/patch: This operation has no externalDocs. Add the address of the page that documents it.'],
  ),
  'answers left out': given(
    "    '429':\n      $ref: ../components/responses/Problem.yaml\n    4XX:\n",
    "    '404':\n",
    ['#/patch: This operation does not list 429, 4XX. Add the shared responses: every call can get them.'],
  ),
  'permissions as text': given('delegated: [Books.ReadWrite]', 'delegated: Books.ReadWrite', [names]),
  'no permission at all': given('delegated: [Books.ReadWrite]', 'delegated: []', [names]),
})
