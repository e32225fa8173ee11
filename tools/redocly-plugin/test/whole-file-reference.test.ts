import { libraryWith, replacing } from './library.ts'
import { testRule } from './table.ts'

const advice =
  'Move what it points to into components/<kind>/<Name>.yaml and refer to that file by its relative path.'

testRule('whole-file-reference', {
  'a part of a file': {
    files: libraryWith({
      'components/responses/Book.yaml': replacing('Book.yaml', 'Thing.yaml#/properties/id'),
    }),
    want: [
      `components/responses/Book.yaml #/content/application~1json/schema/$ref: "../schemas/Thing.yaml#/properties/id" is not a whole file. ${advice}`,
    ],
  },
  'a part of the same file': {
    files: libraryWith({
      'components/schemas/Problem.yaml': replacing(
        'examples: [badRequest]',
        "examples: [badRequest]\n  inner:\n    $ref: '#/properties/code'",
      ),
    }),
    want: [
      `components/schemas/Problem.yaml #/properties/inner/$ref: "#/properties/code" is not a whole file. ${advice}`,
    ],
  },
  'an absolute path': {
    files: libraryWith({
      'components/responses/Book.yaml': replacing('../schemas/Book.yaml', '/schemas/Book.yaml'),
    }),
    want: [
      `components/responses/Book.yaml #/content/application~1json/schema/$ref: "/schemas/Book.yaml" is not a whole file. ${advice}`,
    ],
  },
})
