import { libraryWith, replacing } from './library.ts'
import { testRule } from './table.ts'

const sentence = 'is not a sentence. Begin with a capital letter and end with a full stop.'
const title = 'is not a title. Begin with a capital letter and leave out the full stop.'

const given = (file: string, from: string, to: string, want: string[]) => ({
  files: libraryWith({ [file]: replacing(from, to) }),
  want: want.map((report) => `${file} ${report}`),
})

testRule('sentence-style', {
  'a description without a full stop': given('components/schemas/Thing.yaml', 'with a key.', 'with a key', [
    `#/description: "Something with a key" ${sentence}`,
  ]),
  'a description that nobody has written yet': given(
    'components/schemas/Thing.yaml',
    'Something with a key.',
    'TODO add words.',
    [`#/description: "TODO" is left over from a template. Say what is known, or that it is not documented.`],
  ),
  'a description in lower case': given('components/schemas/Thing.yaml', 'Something', 'something', [
    `#/description: "something with a key." ${sentence}`,
  ]),
  'a description that begins with code': given('components/schemas/Thing.yaml', 'Something', '`id` and', []),
  'a description of several lines': given(
    'components/schemas/Thing.yaml',
    'description: Something with a key.',
    'description: |\n  Something\n  with a key.',
    [],
  ),
  'the meaning of an enum value': given(
    'components/schemas/Book.yaml',
    'stands in its place.',
    'stands in its place',
    [`#/properties/state/x-enumDescriptions/shelved: "The book stands in its place" ${sentence}`],
  ),
  'a summary with a full stop': given('paths/books_{book_id}.yaml', 'Update a book', 'Update a book.', [
    `#/patch/summary: "Update a book." ${title}`,
  ]),
  'the summary of an example in lower case': given(
    'components/examples/Problem.badRequest.yaml',
    'A title',
    'a title',
    [`#/summary: "a title that is not text" ${title}`],
  ),
  'a property that is named description': {
    files: libraryWith({
      'components/schemas/Problem.yaml': (text) =>
        `${text}  description:\n    type: string\n    description: Words for people.\n    examples: [no]\n`,
    }),
    want: [],
  },
})
