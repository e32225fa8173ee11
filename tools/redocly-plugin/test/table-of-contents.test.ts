import { libraryWith, replacing } from './library.ts'
import { testRule } from './table.ts'

testRule('table-of-contents', {
  'a path in the root file': {
    files: libraryWith({
      'openapi.yaml': replacing(
        '    $ref: paths/books_{book_id}.yaml',
        '    description: All about one book.',
      ),
    }),
    want: [
      'openapi.yaml #/paths/~1books~1{book_id}: The path "/books/{book_id}" is described in the root file. Move it to paths/books_{book_id}.yaml and refer to that.',
    ],
  },
  'a schema in the root file': {
    files: libraryWith({
      'openapi.yaml': (text) =>
        `${text}components:\n  securitySchemes: {}\n  schemas:\n    Shelf:\n      type: object\n`,
    }),
    want: [
      'openapi.yaml #/components/schemas: The root file describes components. Move them to components/schemas/, one file each, and refer to the files where they are used.',
    ],
  },
})
