import { library, libraryWith, replacing } from './library.ts'
import { testRule } from './table.ts'

testRule('path-file-name', {
  'a file with another name': {
    files: libraryWith({
      'paths/book.yaml': library['paths/books_{book_id}.yaml'] ?? '',
      'openapi.yaml': replacing('paths/books_{book_id}.yaml', 'paths/book.yaml'),
    }),
    want: [
      'openapi.yaml #/paths/~1books~1{book_id}/$ref: The file of the path "/books/{book_id}" is "paths/book.yaml". Rename it to paths/books_{book_id}.yaml.',
    ],
  },
})
