import type { Writable } from 'openapi-typescript-helpers'
import type { OperationEntry } from '../api.ts'
import type { Filter } from '../filter.ts'
import type { PageLink } from '../protocol/protocol.ts'
import type { Call, HeadersInput } from '../request.ts'
import type { Data } from './answers.ts'

/** What the type of a client is built from: types of openapi-typescript, and what is generated beside them. */
export interface ApiTypes {
  operations: object
  table: Record<string, OperationEntry>
  filters: object
  answers: object
}

/** An operation as openapi-typescript describes it. */
export interface OperationTypes {
  parameters: { path?: object | undefined; query?: object | undefined; header?: object | undefined }
  requestBody?: unknown
  responses: object
}

// Below, `Id` is an operationId: editors show this name instead of the whole type.

export type OperationAt<Api extends ApiTypes, Id> = Id extends keyof Api['operations']
  ? Extract<Api['operations'][Id], OperationTypes>
  : never

type FilterableAt<Api extends ApiTypes, Id> = Id extends keyof Api['filters'] ? Api['filters'][Id] : never

export type IsPaged<Api extends ApiTypes, Id> = Id extends keyof Api['table']
  ? Api['table'][Id] extends { items: string }
    ? true
    : false
  : false

// biome-ignore lint/complexity/noBannedTypes: the type without properties, to which an intersection adds nothing
export type Nothing = {}

/** The parameters of one place. openapi-typescript writes `never` where there are none. */
type Place<Operation extends OperationTypes, Name extends 'path' | 'query' | 'header'> = [
  NonNullable<Operation['parameters'][Name]>,
] extends [never]
  ? Nothing
  : NonNullable<Operation['parameters'][Name]>

type Entity<Content> = Content extends { value: (infer Item)[] } | { items: (infer Item)[] } ? Item : Content

/** The properties that `$select`, `$orderby` and `SortField` may name. */
export type Property<Operation> = Exclude<keyof Entity<Data<Operation>> & string, `@${string}`>

type Order<Name extends string> = Name | `${Name} asc` | `${Name} desc`

/** Accepts any string, while editors offer the known ones: without `& {}`, `string` would absorb them. */
type Text<Known extends string> = Known | (string & {})

/** The preferences of RFC 7240 that change what a service answers. */
export type Wishes = Text<'return=minimal' | 'return=representation'>

/** Query parameters. Those of OData and Partner Center have narrower types than a description can express. */
type Query<Parameters, Name extends string, Filterable> = {
  [Key in keyof Parameters as Exclude<Key, '$select'>]: Key extends '$filter'
    ? string | Filter<Filterable> | undefined
    : Key extends '$orderby'
      ? string | readonly Order<Name>[] | undefined
      : Key extends 'SortField'
        ? Text<Name> | undefined
        : Parameters[Key]
}

/** Header parameters except `Prefer`, on which the type of the answer depends. */
type Header<Operation extends OperationTypes> = Omit<Place<Operation, 'header'>, 'Prefer'>

/** If an operation has `$select`: the list of selected properties. */
export type Select<Operation extends OperationTypes, Chosen> = '$select' extends keyof Place<
  Operation,
  'query'
>
  ? {
      /**
       * The properties to return; their names narrow the type of the answer. `id` is always included.
       * @default all properties
       */
      $select?: readonly Chosen[] | undefined
    }
  : Nothing

/** If an operation has `Prefer`: the preference, such as `return=minimal`. */
export type Prefer<Operation extends OperationTypes, Wish> = 'Prefer' extends keyof Place<Operation, 'header'>
  ? {
      /**
       * `return=minimal` for an answer that may be empty, `return=representation` for the whole entity.
       * @default the entity
       */
      Prefer?: Wish | undefined
    }
  : Nothing

/** The JSON body. Neither read-only nor unknown properties can be sent. */
type Body<Operation> = Operation extends {
  requestBody: { content: { 'application/json': infer Content } }
}
  ? {
      /** Sent as JSON. */
      body: Writable<Content>
    }
  : Operation extends { requestBody?: infer Given }
    ? OptionalBody<NonNullable<Given>>
    : Nothing

/** A body is optional unless the description says otherwise. openapi-typescript writes `never` where there is none. */
type OptionalBody<Given> = [Given] extends [never]
  ? Nothing
  : Given extends { content: { 'application/json': infer Content } }
    ? {
        /** Sent as JSON. */
        body?: Writable<Content> | undefined
      }
    : Nothing

/** Other headers. If `Prefer` is a parameter, it is refused here: the type of the answer would not follow it. */
type Headers<Operation extends OperationTypes> = 'Prefer' extends keyof Place<Operation, 'header'>
  ? { headers?: (HeadersInput & { Prefer?: never; prefer?: never }) | undefined }
  : Pick<Call, 'headers'>

/** What every operation takes besides its parameters, body and headers. */
interface OperationOptions extends Pick<Call, 'signal' | 'timeout'> {}

/** What an operation with pages takes as well. */
export interface From {
  /**
   * Where to continue: the next link of an earlier page. It is complete, so query parameters are not sent as well.
   * @default the first page
   */
  from?: PageLink | null | undefined
}

type InputParts<Api extends ApiTypes, Id, Operation extends OperationTypes> = Place<Operation, 'path'> &
  Query<Place<Operation, 'query'>, Property<Operation>, FilterableAt<Api, Id>> &
  Header<Operation> &
  Body<Operation> &
  Headers<Operation> &
  OperationOptions &
  (IsPaged<Api, Id> extends true ? From : Nothing)

/** The flat input of an operation, except `$select` and `Prefer`. */
export type Input<Api extends ApiTypes, Id> = {
  [Name in keyof InputParts<Api, Id, OperationAt<Api, Id>>]: InputParts<Api, Id, OperationAt<Api, Id>>[Name]
}

type Part<Name extends string, Content> = Nothing extends Content
  ? { [Key in Name]?: Content }
  : { [Key in Name]: Content }

/** The `params` of a verb. */
type Params<Api extends ApiTypes, Id, Operation extends OperationTypes> = Part<
  'path',
  Place<Operation, 'path'>
> &
  Part<'query', Query<Place<Operation, 'query'>, Property<Operation>, FilterableAt<Api, Id>>> &
  Part<'header', Header<Operation>>

/** What a verb takes as its second argument, except `$select` and `Prefer`. */
export type Init<Api extends ApiTypes, Id, Operation extends OperationTypes> = Part<
  'params',
  Params<Api, Id, Operation>
> &
  Body<Operation> &
  Headers<Operation> &
  Omit<Call, 'params' | 'body' | 'headers'>
