import { libraryWith, replacing } from './library.ts'
import { testRule } from './table.ts'

const advice =
  'Say what a reader could not guess: where the value comes from, what it is for, what to watch out for.'

testRule('description-says-more', {
  'a property': {
    files: libraryWith({
      'components/schemas/Thing.yaml': replacing(
        'Number on the back, given by the library.',
        'The id of the thing.',
      ),
    }),
    want: [
      `components/schemas/Thing.yaml #/properties/id/description: "The id of the thing." says no more than the name "id". ${advice}`,
    ],
  },
  'a parameter whose name is repeated in other letters': {
    files: libraryWith({
      'components/parameters/book_id.yaml': replacing(
        'Number on the back of a copy, not its ISBN.',
        'The ids of the Book to get.',
      ),
    }),
    want: [
      `components/parameters/book_id.yaml #/description: "The ids of the Book to get." says no more than the name "book_id". ${advice}`,
    ],
  },
  'a header': {
    files: libraryWith({
      'components/headers/Retry-After.yaml': replacing(
        'Whole seconds to wait before the next attempt.',
        'When to retry.',
      ),
    }),
    want: [
      `components/headers/Retry-After.yaml #/description: "When to retry." says no more than the name "Retry-After". ${advice}`,
    ],
  },
})
