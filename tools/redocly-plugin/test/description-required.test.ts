import { libraryWith, replacing } from './library.ts'
import { testRule } from './table.ts'

const advice = 'Add one sentence that a reader could not guess from the name.'

const given = (file: string, line: string, place: string, what: string) => ({
  files: libraryWith({ [file]: (text) => text.replace(line, '') }),
  want: [`${file} ${place}: This ${what} has no description. ${advice}`],
})

testRule('description-required', {
  operation: given(
    'paths/books_{book_id}.yaml',
    '  description: Changes what the body names.\n',
    '#/patch',
    'Operation',
  ),
  parameter: given(
    'components/parameters/select.yaml',
    'description: Names of the properties to return, parted by commas.\n',
    '#/',
    'Parameter',
  ),
  header: given(
    'components/headers/Retry-After.yaml',
    'description: Whole seconds to wait before the next attempt.\n',
    '#/',
    'Header',
  ),
  'request body': given(
    'paths/books_{book_id}.yaml',
    '    description: What is to change.\n',
    '#/patch/requestBody',
    'RequestBody',
  ),
  'schema component': given(
    'components/schemas/Thing.yaml',
    'description: Something with a key.\n',
    '#/',
    'component',
  ),
  property: given(
    'components/schemas/Thing.yaml',
    '    description: Number on the back, given by the library.\n',
    '#/properties/id',
    'property "id"',
  ),
  'a property that refers to a described component': {
    files: libraryWith({
      'components/schemas/Problem.yaml': (text) => `${text}  book:\n    $ref: ./Thing.yaml\n`,
    }),
    want: [],
  },
  'the meaning of no value': {
    files: libraryWith({
      'components/schemas/Book.yaml': replacing('      shelved: The book', '      burnt: The book'),
    }),
    want: [
      'components/schemas/Book.yaml #/properties/state/x-enumDescriptions: x-enumDescriptions describes "burnt", which enum does not have. Remove it, or add the value.',
    ],
  },
  'an empty description': {
    files: libraryWith({ 'openapi.yaml': replacing('description: What can be lent.', "description: ' '") }),
    want: [`openapi.yaml #/tags/0: This Tag has no description. ${advice}`],
  },
})
