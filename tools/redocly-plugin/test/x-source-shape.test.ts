import { libraryWith, replacing } from './library.ts'
import { testRule } from './table.ts'

const shape = (mark: string, bases: string) =>
  `${mark} is not { basis, from } with basis one of ${bases} and from a source. Write both, and nothing else.`
const any = 'companion, convention, sibling, analogy'
const limiting = 'companion, convention, sibling'

const header = (source: string, want: string[]) => ({
  files: libraryWith({
    'components/headers/Retry-After.yaml': replacing('{ basis: convention, from: RFC 9110 }', source),
  }),
  want: want.map((message) => `components/headers/Retry-After.yaml #/x-source: ${message}`),
})

const book = (from: string, to: string, mark: string, want: string[]) => ({
  files: libraryWith({ 'components/schemas/Book.yaml': replacing(from, to) }),
  want: want.map((message) => `components/schemas/Book.yaml #/properties/state/${mark}: ${message}`),
})

testRule('x-source-shape', {
  'an unknown basis': header('{ basis: hearsay, from: RFC 9110 }', [shape('x-source', any)]),
  'no source': header('{ basis: convention }', [shape('x-source', any)]),
  'an empty source': header("{ basis: convention, from: '' }", [shape('x-source', any)]),
  'a key too many': header('{ basis: convention, from: RFC 9110, date: today }', [shape('x-source', any)]),
  'only text': header('RFC 9110', [shape('x-source', any)]),
  'an analogy that explains': header('{ basis: analogy, from: RFC 9110 }', []),
  'an analogy beside a limit': {
    files: libraryWith({
      'components/headers/Retry-After.yaml': (text) =>
        text
          .replace('basis: convention', 'basis: analogy')
          .replace('type: integer', 'type: integer\n  minimum: 0'),
    }),
    want: [
      'components/headers/Retry-After.yaml #/x-source: An analogy must not limit a value, but "minimum" is beside it. Remove "minimum", or name its source in x-minimum-source.',
    ],
  },
  'an analogy that limits': book(
    'x-format-source: { basis: sibling',
    'x-format-source: { basis: analogy',
    'x-format-source',
    [shape('x-format-source', limiting)],
  ),
  'a format source without a format': book('    format: lower-case\n', '', 'x-format-source', [
    'x-format-source is in a place without format. Remove it, or add what it explains.',
  ]),
  'a source of a limit that is there': book(
    '    format: lower-case\n',
    '    format: lower-case\n    maxLength: 9\n    x-maxLength-source: { basis: companion, from: a shelf }\n',
    'x-maxLength-source',
    [],
  ),
  'a null source without null': book("type: [string, 'null']", 'type: string', 'x-nullable-source', [
    'x-nullable-source is in a place without "null" in type. Remove it, or add what it explains.',
  ]),
  'a source of an unknown enum value': book('lent: { basis', 'borrowed: { basis', 'x-enum-sources', [
    'x-enum-sources names "borrowed", which enum does not have. Remove it, or add the value.',
  ]),
  'an example with a source': {
    files: libraryWith({
      'components/examples/Problem.badRequest.yaml': (text) =>
        `${text}x-source: { basis: sibling, from: a shelf }\n`,
    }),
    want: [
      'components/examples/Problem.badRequest.yaml #/x-source: x-source says where a fact comes from and does not belong on Example. Move it to the operation, parameter, header, response or property.',
    ],
  },
})
