import { libraryWith, replacing } from './library.ts'
import { testRule } from './table.ts'

const intro = 'The example does not fit its schema:'
const requestPlace =
  'paths/books_{book_id}.yaml #/patch/requestBody/content/application~1json/examples/newTitle'
const answerPlace = 'components/responses/Book.yaml #/content/application~1json/examples/newTitle'

const request = (from: string, to: string, want: string[]) => ({
  files: libraryWith({ 'components/examples/updateBook.newTitle.request.yaml': replacing(from, to) }),
  want: want.map((complaint) => `${requestPlace}: ${intro} ${complaint}`),
})

const answer = (from: string, to: string, want: string[]) => ({
  files: libraryWith({ 'components/examples/updateBook.newTitle.response.yaml': replacing(from, to) }),
  want: want.map((complaint) => `${answerPlace}: ${intro} ${complaint}`),
})

testRule('example-valid', {
  'a property that no part of allOf knows': answer('state: lent', 'colour: blue', [
    '/colour is unknown, or is writeOnly and does not belong in an answer. Remove it, or describe it.',
  ]),
  'a readOnly property of a part of allOf in a request': request('  pin:', '  id: B-17\n  pin:', [
    '/id is unknown, or is readOnly and does not belong in a request. Remove it, or describe it.',
  ]),
  'a writeOnly property in an answer': answer('state: lent', "pin: '1234'", [
    '/pin is unknown, or is writeOnly and does not belong in an answer. Remove it, or describe it.',
  ]),
  'a required property that is missing': answer('  id: B-17\n', '', [
    "it must have required property 'id'. Correct the example, or the schema.",
  ]),
  'a value outside its enum': answer('state: lent', 'state: burnt', [
    '/state must be equal to one of the allowed values: shelved, lent, . Correct the example, or the schema.',
  ]),
  'the example of a parameter': {
    files: libraryWith({ 'components/parameters/book_id.yaml': replacing('example: B-17', 'example: 17') }),
    want: [
      `components/parameters/book_id.yaml #/example: ${intro} it must be string. Correct the example, or the schema.`,
    ],
  },
  'the example of a property': {
    files: libraryWith({ 'components/schemas/Thing.yaml': replacing('examples: [B-17]', 'examples: [17]') }),
    want: [
      `components/schemas/Thing.yaml #/properties/id/examples/0: ${intro} it must be string. Correct the example, or the schema.`,
    ],
  },
  'a schema that refers to itself': {
    files: libraryWith({
      'components/schemas/Problem.yaml': (text) => `${text}  cause:\n    $ref: ./Problem.yaml\n`,
      'components/examples/Problem.badRequest.yaml': (text) =>
        `${text}  cause: { code: deeper, cause: { kode: deepest } }\n`,
    }),
    want: [
      `components/responses/Problem.yaml #/content/application~1json/examples/badRequest: ${intro} /cause/cause must have required property 'code'. Correct the example, or the schema.`,
      `components/responses/Problem.yaml #/content/application~1json/examples/badRequest: ${intro} /cause/cause/kode is unknown, or is writeOnly and does not belong in an answer. Remove it, or describe it.`,
    ],
  },
  'keywords beside a reference': {
    files: libraryWith({
      'components/schemas/Problem.yaml': (text) =>
        `${text}  book:\n    $ref: ./Thing.yaml\n    required: [id]\n    properties: { shelf: { type: string } }\n`,
      'components/examples/Problem.badRequest.yaml': (text) => `${text}  book: { shelf: A, colour: blue }\n`,
    }),
    want: [
      `components/responses/Problem.yaml #/content/application~1json/examples/badRequest: ${intro} /book must have required property 'id'. Correct the example, or the schema.`,
      `components/responses/Problem.yaml #/content/application~1json/examples/badRequest: ${intro} /book/colour is unknown, or is writeOnly and does not belong in an answer. Remove it, or describe it.`,
    ],
  },
  'an alternative of oneOf': {
    files: libraryWith({
      'components/schemas/Problem.yaml': (text) =>
        `${text}oneOf:\n  - properties: { shelf: { type: string } }\n    required: [shelf]\n  - properties: { box: { type: string } }\n    required: [box]\n`,
      'components/examples/Problem.badRequest.yaml': (text) => `${text}  box: B\n`,
    }),
    want: [],
  },
  'a map with values of one schema': {
    files: libraryWith({
      'components/schemas/Problem.yaml': (text) =>
        `${text}  shelves:\n    type: object\n    additionalProperties: { type: integer }\n`,
      'components/examples/Problem.badRequest.yaml': (text) => `${text}  shelves: { a: 1, b: many }\n`,
    }),
    want: [
      `components/responses/Problem.yaml #/content/application~1json/examples/badRequest: ${intro} /shelves/b must be integer. Correct the example, or the schema.`,
    ],
  },
  'a schema that is none': {
    files: libraryWith({ 'components/schemas/Problem.yaml': replacing('type: string', 'type: strng') }),
    want: [
      `components/responses/Problem.yaml #/content/application~1json/examples/badRequest: ${intro} schema is invalid: data/properties/code/type must be equal to one of the allowed values, data/properties/code/type must be array, data/properties/code/type must match a schema in anyOf. Correct the schema first.`,
      `components/schemas/Problem.yaml #/properties/code/examples/0: ${intro} schema is invalid: data/type must be equal to one of the allowed values, data/type must be array, data/type must match a schema in anyOf. Correct the schema first.`,
    ],
  },
})
