import { libraryWith, replacing } from './library.ts'
import { testRule } from './table.ts'

const property =
  'Add a realistic one as "examples: [value]"; "example" is deprecated in schemas of OpenAPI 3.1.'

testRule('example-required', {
  'a property without one': {
    files: libraryWith({ 'components/schemas/Thing.yaml': replacing('    examples: [B-17]\n', '') }),
    want: [`components/schemas/Thing.yaml #/properties/id: The property "id" has no example. ${property}`],
  },
  'a property with the old keyword': {
    files: libraryWith({ 'components/schemas/Thing.yaml': replacing('examples: [B-17]', 'example: B-17') }),
    want: [`components/schemas/Thing.yaml #/properties/id: The property "id" has no example. ${property}`],
  },
  'a list of components': {
    files: libraryWith({
      'components/schemas/Problem.yaml': (text) =>
        `${text}  books:\n    type: array\n    description: All that are concerned.\n    items:\n      $ref: ./Thing.yaml\n`,
    }),
    want: [],
  },
  'a parameter': {
    files: libraryWith({ 'components/parameters/book_id.yaml': replacing('example: B-17\n', '') }),
    want: [
      'components/parameters/book_id.yaml #/: This Parameter has no example. Add a realistic value under "example".',
    ],
  },
  'a header': {
    files: libraryWith({ 'components/headers/Retry-After.yaml': replacing('example: 5\n', '') }),
    want: [
      'components/headers/Retry-After.yaml #/: This Header has no example. Add a realistic value under "example".',
    ],
  },
  'a body': {
    files: libraryWith({
      'components/responses/Problem.yaml': (text) => text.slice(0, text.indexOf('    examples:')),
    }),
    want: [
      'components/responses/Problem.yaml #/content/application~1json: This body has no named example. Add one under "examples", as a file of components/examples.',
    ],
  },
})
