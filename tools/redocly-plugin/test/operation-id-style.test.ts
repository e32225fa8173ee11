import { libraryWith, replacing } from './library.ts'
import { testRule } from './table.ts'

const given = (operationId: string, want: string[] = []) => ({
  files: libraryWith({
    'paths/books_{book_id}.yaml': replacing('operationId: updateBook', `operationId: ${operationId}`),
  }),
  want: want.map((message) => `paths/books_{book_id}.yaml #/patch/operationId: ${message}`),
})

const advice = 'is not update followed by a noun. Name it like "updateCustomer".'

testRule('operation-id-style', {
  'a verb of another method': given('getBook', [`The operationId "getBook" of PATCH ${advice}`]),
  'no noun': given('update', [`The operationId "update" of PATCH ${advice}`]),
  'snake case': given('update_book', [`The operationId "update_book" of PATCH ${advice}`]),
  'Pascal case': given('UpdateBook', [`The operationId "UpdateBook" of PATCH ${advice}`]),
  'digits in the noun': given('updateBook2'),
})
