/**
 * A small description of a library that keeps every house rule. A test replaces one file by a worse one and
 * says what the rule has to answer.
 */
export const library: Readonly<Record<string, string>> = {
  'openapi.yaml': `
openapi: 3.1.0
info:
  title: Library
  version: v1
  summary: The books of a library.
servers:
  - url: https://library.example/v1
    description: The only library.
tags:
  - name: Books
    description: What can be lent.
x-error-codes:
  - status: 400
    code: badRequest
    meaning: The request is malformed.
    cause: A title that is not text.
    remedy: Send a text.
    x-source: { basis: convention, from: https://library.example/errors }
paths:
  /books/{book_id}:
    $ref: paths/books_{book_id}.yaml
`,
  'paths/books_{book_id}.yaml': `
parameters:
  - $ref: ../components/parameters/book_id.yaml
patch:
  operationId: updateBook
  tags: [Books]
  summary: Update a book
  description: Changes what the body names.
  externalDocs:
    url: https://library.example/docs/update-book
  x-permissions:
    delegated: [Books.ReadWrite]
    application: []
    x-source: { basis: sibling, from: https://library.example/shelves }
  parameters:
    - $ref: ../components/parameters/select.yaml
  requestBody:
    description: What is to change.
    content:
      application/json:
        schema:
          $ref: ../components/schemas/Book.yaml
        examples:
          newTitle:
            $ref: ../components/examples/updateBook.newTitle.request.yaml
  responses:
    '200':
      $ref: ../components/responses/Book.yaml
    '401':
      $ref: ../components/responses/Problem.yaml
    '403':
      $ref: ../components/responses/Problem.yaml
    '429':
      $ref: ../components/responses/Problem.yaml
    4XX:
      $ref: ../components/responses/Problem.yaml
    5XX:
      $ref: ../components/responses/Problem.yaml
`,
  'components/parameters/book_id.yaml': `
name: book_id
in: path
required: true
description: Number on the back of a copy, not its ISBN.
schema:
  type: string
example: B-17
`,
  'components/parameters/select.yaml': `
name: $select
in: query
description: Names of the properties to return, parted by commas.
schema:
  type: string
example: title
`,
  'components/headers/Retry-After.yaml': `
description: Whole seconds to wait before the next attempt.
x-source: { basis: convention, from: RFC 9110 }
schema:
  type: integer
example: 5
`,
  'components/responses/Book.yaml': `
description: The book after the change.
content:
  application/json:
    schema:
      $ref: ../schemas/Book.yaml
    examples:
      newTitle:
        $ref: ../examples/updateBook.newTitle.response.yaml
`,
  'components/responses/Problem.yaml': `
description: The library refuses.
x-source: { basis: convention, from: https://library.example/errors }
headers:
  Retry-After:
    $ref: ../headers/Retry-After.yaml
content:
  application/json:
    schema:
      $ref: ../schemas/Problem.yaml
    examples:
      badRequest:
        $ref: ../examples/Problem.badRequest.yaml
`,
  'components/schemas/Book.yaml': `
description: Something to lend.
required: [id]
allOf:
  - $ref: ./Thing.yaml
properties:
  title:
    type: string
    description: What stands on the cover, without the subtitle.
    examples: [The Sea]
  state:
    type: [string, 'null']
    format: lower-case
    enum: [shelved, lent, null]
    description: Where the book is now, null for a lost one.
    x-format-source: { basis: sibling, from: https://library.example/shelves }
    x-nullable-source: { basis: sibling, from: https://library.example/shelves }
    x-enumDescriptions:
      shelved: The book stands in its place.
    x-enum-sources:
      lent: { basis: companion, from: https://library.example/lending }
    examples: [lent]
  pin:
    type: string
    writeOnly: true
    description: Secret of the borrower, four digits.
    examples: ['1234']
`,
  'components/schemas/Thing.yaml': `
type: object
description: Something with a key.
properties:
  id:
    type: string
    readOnly: true
    description: Number on the back, given by the library.
    examples: [B-17]
`,
  'components/schemas/Problem.yaml': `
type: object
description: Why the library refuses.
required: [code]
properties:
  code:
    type: string
    description: Reason for programs, open to new values.
    examples: [badRequest]
`,
  'components/examples/updateBook.newTitle.request.yaml': `
summary: A better title
value:
  title: The Wide Sea
  pin: '1234'
`,
  'components/examples/updateBook.newTitle.response.yaml': `
summary: The book under its better title
value:
  id: B-17
  title: The Wide Sea
  state: lent
`,
  'components/examples/Problem.badRequest.yaml': `
summary: A title that is not text
value:
  code: badRequest
`,
}

/** The library with some files replaced; a replacement is a function of the old text or a new text. */
export function libraryWith(
  changes: Record<string, string | ((text: string) => string)>,
): Record<string, string> {
  const files = { ...library }
  for (const [file, change] of Object.entries(changes)) {
    files[file] = typeof change === 'string' ? change : changed(file, change)
  }
  return files
}

function changed(file: string, change: (text: string) => string): string {
  const before = library[file]
  if (before === undefined) throw new Error(`The library has no file ${file}`)
  const after = change(before)
  if (after === before) throw new Error(`The change of ${file} changes nothing`)
  return after
}

/** A change that replaces one text by another. */
export const replacing = (from: string, to: string) => (text: string) => text.replace(from, to)
