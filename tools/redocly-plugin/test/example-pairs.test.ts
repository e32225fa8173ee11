import { library, libraryWith, replacing } from './library.ts'
import { testRule } from './table.ts'

const request = library['components/examples/updateBook.newTitle.request.yaml'] ?? ''
const problem = library['components/examples/Problem.badRequest.yaml'] ?? ''

testRule('example-pairs', {
  'a request without an answer': {
    files: libraryWith({
      'components/examples/updateBook.newState.request.yaml': request,
      'paths/books_{book_id}.yaml': replacing(
        '          newTitle:\n',
        '          newState:\n            $ref: ../components/examples/updateBook.newState.request.yaml\n          newTitle:\n',
      ),
    }),
    want: [
      'paths/books_{book_id}.yaml #/patch/operationId: The example "newState" has no response. Add a response example under the same key.',
    ],
  },
  'an answer under another key': {
    files: libraryWith({
      'components/examples/updateBook.title.response.yaml':
        library['components/examples/updateBook.newTitle.response.yaml'] ?? '',
      'components/responses/Book.yaml': (text) => text.replaceAll('newTitle', 'title'),
    }),
    want: [
      'paths/books_{book_id}.yaml #/patch/operationId: The example "newTitle" has no response. Add a response example under the same key.',
      'paths/books_{book_id}.yaml #/patch/operationId: The example "title" has no request. Add a request example under the same key.',
    ],
  },
  'a file that is not named after the operation': {
    files: libraryWith({
      'components/examples/newTitle.yaml': request,
      'paths/books_{book_id}.yaml': replacing('updateBook.newTitle.request.yaml', 'newTitle.yaml'),
    }),
    want: [
      'paths/books_{book_id}.yaml #/patch/operationId: The request example "newTitle" of updateBook has another file name. Name it components/examples/updateBook.newTitle.request.yaml.',
    ],
  },
  'an error example that is not named after the response': {
    files: libraryWith({
      'components/examples/badRequest.yaml': problem,
      'components/responses/Problem.yaml': replacing('Problem.badRequest.yaml', 'badRequest.yaml'),
    }),
    want: [
      'components/responses/Problem.yaml #/content/application~1json/examples/badRequest/$ref: The example "badRequest" of the response Problem is in "../examples/badRequest.yaml". Name the file Problem.badRequest.yaml, or after its operation.',
    ],
  },
})
