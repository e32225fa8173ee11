/** Where a page says something: file, 1-based line, and the words. */
export interface Place {
  /** Path of the page below its API's folder, with `/` on every system, for example `api/customer-get.md`. */
  page: string
  line: number
  /** The words of the page that state the fact. Absent in a recorded fact. */
  quote?: string
}

/** `METHOD /path`, for example `PATCH /Customers/{CustomersId}`: the key that the facts of an operation share. */
export type OperationName = string

/** A type word of the pages, for example `String`, `microsoft.graph.customer` or `Collection(Int32)`. */
export type TypeWord = string

export type ParameterLocation = 'path' | 'query' | 'header'
export type Direction = 'request' | 'response'
export type Account = 'delegated' | 'personal' | 'application'
export type PropertyMark =
  | 'required'
  | 'optional'
  | 'readOnly'
  | 'writeOnly'
  | 'nullable'
  | 'notNullable'
  | 'deprecated'

/** What a page says about an operation. */
export type OperationStatement =
  | { kind: 'operation'; operation: OperationName; server?: string }
  | { kind: 'deprecated-operation'; operation: OperationName }
  | { kind: 'parameter'; operation: OperationName; in: ParameterLocation; name: string; type?: TypeWord }
  | {
      kind: 'parameter-required'
      operation: OperationName
      in: ParameterLocation
      name: string
      required: boolean
    }
  | {
      kind: 'parameter-enum-value'
      operation: OperationName
      in: ParameterLocation
      name: string
      value: string
    }
  | ({ kind: 'parameter-limit'; operation: OperationName; in: ParameterLocation; name: string } & Limit)
  /** The page says that the operation does not take the parameter; `$*` stands for every option of OData. */
  | { kind: 'no-parameter'; operation: OperationName; in: ParameterLocation; name: string }
  | { kind: 'permission'; operation: OperationName; account: Account; permissions: string[] }
  | { kind: 'request-media-type'; operation: OperationName; mediaType: string }
  | { kind: 'request-body'; operation: OperationName; type: TypeWord }
  | { kind: 'no-request-body'; operation: OperationName }
  /** `of` is the type of a nested object of the body that has the property; without it the body itself has it. */
  | { kind: 'request-property'; operation: OperationName; of?: TypeWord; name: string; type?: TypeWord }
  /** `name` is `*` if a sentence is about every property of the table. */
  | {
      kind: 'request-property-mark'
      operation: OperationName
      of?: TypeWord
      name: string
      mark: PropertyMark
    }
  | { kind: 'request-enum-value'; operation: OperationName; of?: TypeWord; name: string; value: string }
  | ({ kind: 'request-property-limit'; operation: OperationName; of?: TypeWord; name: string } & Limit)
  | { kind: 'status'; operation: OperationName; status: number }
  | { kind: 'response-body'; operation: OperationName; status: number; type: TypeWord }
  | { kind: 'no-response-body'; operation: OperationName; status: number }
  | { kind: 'response-media-type'; operation: OperationName; status: number; mediaType: string }
  | { kind: 'response-header'; operation: OperationName; status?: number; name: string }
  /** A code in the error body of a status. */
  | { kind: 'error-code'; operation: OperationName; status: number; code: string }

/** A limit or a default that a page states for a value, under the keyword of JSON Schema. */
export interface Limit {
  keyword: 'minimum' | 'maximum' | 'minLength' | 'maxLength' | 'minItems' | 'maxItems' | 'default'
  limit: string
}

/** What an example of a page shows. `pointer` is a JSON pointer in which `*` stands for every item of an array. */
export type ExampleStatement =
  | {
      kind: 'example'
      operation: OperationName
      direction: Direction
      status?: number
      name?: string
      /** The parsed body. Absent if the message has none, and in a recorded fact. */
      body?: unknown
    }
  | ({ kind: 'example-property'; type: TypeWord } & ExamplePlace)
  | ({ kind: 'type-name'; name: string } & ExamplePlace)
  /** The page shows a single entity inside `value`, which only collections have. */
  | { kind: 'value-wrapper'; operation: OperationName; status: number }

export interface ExamplePlace {
  operation: OperationName
  direction: Direction
  status?: number
  pointer: string
}

/** What a page says about a type. `resource` is the full type name if the page gives one. */
export type ResourceStatement =
  | { kind: 'resource'; resource: string }
  | { kind: 'property'; resource: string; name: string; type?: TypeWord }
  | { kind: 'property-mark'; resource: string; name: string; mark: PropertyMark }
  | ({ kind: 'property-limit'; resource: string; name: string } & Limit)
  /** The page says that the type, or the operation, is deprecated. */
  | { kind: 'deprecated'; resource: string }
  | { kind: 'key'; resource: string; property: string }
  | { kind: 'open-type'; resource: string; open: boolean }
  | { kind: 'base-type'; resource: string; base: string }
  | { kind: 'relationship'; resource: string; name: string; type: TypeWord }
  /** `name` is absent if the whole resource is an enum. */
  | { kind: 'enum-value'; resource: string; name?: string; value: string; number?: number }
  /** A row of the methods table: the page of the operation (`target`), and what it returns (`None` for nothing). */
  | { kind: 'method'; resource: string; target: string; returns?: TypeWord }

export type Statement = OperationStatement | ExampleStatement | ResourceStatement

/** One statement of a page, and its place. */
export type Fact = Statement & Place

export type FactKind = Fact['kind']

/** The fact of one kind. */
export type FactOf<Kind extends FactKind> = Extract<Fact, { kind: Kind }>

/** A place where the page promises a fact but does not give it, for example an unfilled template. */
export interface OpenPlace extends Place {
  reason: string
}

/** A place that may hold a fact but is not covered by the grammar. */
export interface NotUnderstood extends Place {
  reason: string
}

/** A place that looks like a fact but is not one, for example a table of links or a sample in Java. */
export interface PassedOver extends Place {
  reason: string
}

/** How many places that look like facts were read, and with which outcomes. */
export interface LookedAt {
  places: number
  taken: number
  open: number
  notUnderstood: number
  passedOver: number
}

/** Everything that reading one page, or a folder of pages, yields. */
export interface Reading {
  facts: Fact[]
  open: OpenPlace[]
  notUnderstood: NotUnderstood[]
  passedOver: PassedOver[]
  lookedAt: LookedAt
}
