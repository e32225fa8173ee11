import { libraryWith, replacing } from './library.ts'
import { testRule } from './table.ts'

const example = (text: string, want: string[]) => ({
  files: libraryWith({
    'components/examples/Problem.badRequest.yaml': replacing('  code: badRequest', text),
  }),
  want,
})

const unlisted = (code: string) =>
  ['401', '403', '429', '4XX', '5XX'].map(
    (status) =>
      `paths/books_{book_id}.yaml #/patch/responses/${status}: The example "badRequest" of ${status} shows the code "${code}", which x-error-codes does not list. Add the code with its meaning, cause and remedy.`,
  )

testRule('error-code-listed', {
  'an unlisted code': example('  code: burnt', unlisted('burnt')),
  'an unlisted code inside error': example('  error: { code: burnt }', unlisted('burnt')),
  'an unlisted number': example('  statusCode: 429', unlisted('429')),
  'a body without a code': example('  title: none', []),
  'an incomplete entry': {
    files: libraryWith({ 'openapi.yaml': replacing('    remedy: Send a text.\n', '') }),
    want: [
      'openapi.yaml #/x-error-codes/0: This error code is incomplete. Give it status, code, meaning, cause, remedy and a well-formed x-source.',
    ],
  },
  'an entry with a source of an unknown basis': {
    files: libraryWith({
      'openapi.yaml': (text) =>
        text.replace(/(remedy: Send a text\.\s+x-source: \{ basis: )\w+/, '$1hearsay'),
    }),
    want: [
      'openapi.yaml #/x-error-codes/0: This error code is incomplete. Give it status, code, meaning, cause, remedy and a well-formed x-source.',
    ],
  },
  'an incomplete entry of a file of its own': {
    files: libraryWith({
      'error-codes.yaml': '- status: 400\n  code: badRequest\n',
      'openapi.yaml': (text) =>
        text.replace(/x-error-codes:.*?paths:/s, 'x-error-codes:\n  $ref: error-codes.yaml\npaths:'),
    }),
    want: [
      'error-codes.yaml #/0: This error code is incomplete. Give it status, code, meaning, cause, remedy and a well-formed x-source.',
    ],
  },
})
