import type { Writable } from 'openapi-typescript-helpers'
import type { Filter } from '../filter.ts'
import type { Call, HeadersInput } from '../request.ts'
import type { Data } from './answers.ts'

/** An operation as openapi-typescript describes it. */
export interface OperationTypes {
  parameters: { path?: object; query?: object; header?: object }
  requestBody?: unknown
  responses: object
}

// biome-ignore lint/complexity/noBannedTypes: the type without properties, to which an intersection adds nothing
export type Nothing = {}

/** The parameters of one place. openapi-typescript writes `never` where there are none. */
type Place<Operation extends OperationTypes, Name extends 'path' | 'query' | 'header'> = [
  NonNullable<Operation['parameters'][Name]>,
] extends [never]
  ? Nothing
  : NonNullable<Operation['parameters'][Name]>

type Entity<Content> = Content extends { value: (infer Item)[] } ? Item : Content

/** The properties that `$select` and `$orderby` may name. */
export type Property<Operation> = Exclude<keyof Entity<Data<Operation>> & string, `@${string}`>

type Order<Name extends string> = Name | `${Name} asc` | `${Name} desc`

export type Path<Operation extends OperationTypes> = Place<Operation, 'path'>

/** Query parameters; those that OData defines are narrower than a description can say. */
export type Query<Operation extends OperationTypes, Filterable> = ODataQuery<
  Place<Operation, 'query'>,
  Property<Operation>,
  Filterable
>

type ODataQuery<Parameters, Name extends string, Filterable> = {
  [Key in keyof Parameters as Exclude<Key, '$select'>]: Key extends '$filter'
    ? string | Filter<Filterable>
    : Key extends '$orderby'
      ? string | readonly Order<Name>[]
      : Parameters[Key]
}

/** Header parameters but for `Prefer`, on which the type of the answer depends. */
export type Header<Operation extends OperationTypes> = Omit<Place<Operation, 'header'>, 'Prefer'>

/** Where an operation has `$select`: the list of chosen properties. */
export type Select<Operation extends OperationTypes, Chosen> = '$select' extends keyof Place<
  Operation,
  'query'
>
  ? {
      /**
       * Properties that the answer shall have; their names narrow its type. `id` is always among them.
       * @default all properties
       */
      $select?: readonly Chosen[]
    }
  : Nothing

/** Where an operation has `Prefer`: the wish, such as `return=minimal`. */
export type Prefer<Operation extends OperationTypes, Wish> = 'Prefer' extends keyof Place<Operation, 'header'>
  ? {
      /**
       * `return=minimal` for an answer that may be empty, `return=representation` for the whole entity.
       * @default the entity
       */
      Prefer?: Wish
    }
  : Nothing

/** The JSON body. Read-only properties cannot be sent, unknown ones neither. */
export type Body<Operation> = Operation extends {
  requestBody: { content: { 'application/json': infer Content } }
}
  ? {
      /** Sent as JSON. */
      body: Writable<Content>
    }
  : { body?: never }

/** Headers beside the parameters. Where `Prefer` is one of those, only there the type of the answer can follow it. */
type Headers<Operation extends OperationTypes> = 'Prefer' extends keyof Place<Operation, 'header'>
  ? { headers?: (HeadersInput & { Prefer?: never; prefer?: never }) | undefined }
  : Pick<Call, 'headers'>

/** What every operation takes beside its parameters, its body and its headers. */
interface OperationOptions extends Pick<Call, 'signal' | 'timeout'> {}

/** The flat input of an operation, but for `$select` and `Prefer`. */
export type Input<Operation extends OperationTypes, Filterable> = Flat<
  Path<Operation> &
    Query<Operation, Filterable> &
    Header<Operation> &
    Body<Operation> &
    Headers<Operation> &
    OperationOptions
>

/** One object type in place of an intersection: editors and error messages show its properties. */
type Flat<Content> = { [Name in keyof Content]: Content[Name] } & Nothing

/** The `params` of a verb. */
export type Params<Operation extends OperationTypes, Filterable> = Part<'path', Path<Operation>> &
  Part<'query', Query<Operation, Filterable>> &
  Part<'header', Header<Operation>>

type Part<Name extends string, Content> = Nothing extends Content
  ? { [Key in Name]?: Content }
  : { [Key in Name]: Content }

/** What a verb takes as its second argument, but for `$select` and `Prefer`. */
export type Init<Operation extends OperationTypes, Filterable> = Part<
  'params',
  Params<Operation, Filterable>
> &
  Body<Operation> &
  Headers<Operation> &
  Omit<Call, 'params' | 'body' | 'headers'>

/** The argument list of `Argument`: it may be left out when nothing in it is required. */
export type Optional<Required, Argument> = Nothing extends Required ? [input?: Argument] : [input: Argument]
