import { library, libraryWith, replacing } from './library.ts'
import { testRule } from './table.ts'

const book = library['components/schemas/Book.yaml'] ?? ''
const responseSchema = 'components/responses/Book.yaml #/content/application~1json/schema/$ref'

testRule('component-file-name', {
  'a schema among the responses': {
    files: libraryWith({
      'components/responses/BookSchema.yaml': book.replace('./Thing', '../schemas/Thing'),
      'components/responses/Book.yaml': replacing('../schemas/Book.yaml', './BookSchema.yaml'),
    }),
    want: [
      `${responseSchema}: A Schema belongs in components/schemas/<Name>.yaml. Move "./BookSchema.yaml" there.`,
    ],
  },
  'a parameter with another name': {
    files: libraryWith({
      'components/parameters/book_id.yaml': replacing('name: book_id', 'name: bookId'),
    }),
    want: [
      'paths/books_{book_id}.yaml #/parameters/0/$ref: The file of "bookId" is named "book_id". Rename it to components/parameters/bookId.yaml.',
    ],
  },
  'a header with another name': {
    files: libraryWith({
      'components/responses/Problem.yaml': replacing('  Retry-After:\n', '  X-Wait:\n'),
    }),
    want: [
      'components/responses/Problem.yaml #/headers/X-Wait/$ref: The file of "X-Wait" is named "Retry-After". Rename it to components/headers/X-Wait.yaml.',
    ],
  },
  'a schema in lower case': {
    files: libraryWith({
      'components/schemas/book.yaml': book,
      'components/responses/Book.yaml': replacing('../schemas/Book.yaml', '../schemas/book.yaml'),
    }),
    want: [`${responseSchema}: "book" is not in PascalCase. Rename the file, and the component with it.`],
  },
  'two files with one name': {
    files: libraryWith({
      'shared/components/schemas/Book.yaml': book.replace('./Thing', '../../../components/schemas/Thing'),
      'components/responses/Book.yaml': replacing(
        '../schemas/Book.yaml',
        '../../shared/components/schemas/Book.yaml',
      ),
    }),
    want: [
      `${responseSchema}: Two files are named components/schemas/Book.yaml, and the bundler would rename one. Rename "../../shared/components/schemas/Book.yaml".`,
    ],
  },
})
