import type { OperationEntry } from '../flat-input.ts'
import type { PageLink } from '../protocol/protocol.ts'
import type { Data, Result } from './answers.ts'
import type { Init, Input, OperationTypes, Optional, Prefer, Property, Select } from './inputs.ts'

/** What the type of a client is made of: types of openapi-typescript, and the generated table. */
export interface ApiTypes {
  operations: object
  table: Record<string, OperationEntry>
  filters: object
}

type OperationAt<Api extends ApiTypes, Id> = Id extends keyof Api['operations']
  ? Extract<Api['operations'][Id], OperationTypes>
  : never

type FilterableAt<Api extends ApiTypes, Id> = Id extends keyof Api['filters'] ? Api['filters'][Id] : never

/** A method for every operation, and the verbs by path. */
export type ClientOf<Api extends ApiTypes> = Operations<Api> & Verbs<Api>

type Operations<Api extends ApiTypes> = {
  readonly [Id in keyof Api['table']]: OperationMethod<
    OperationAt<Api, Id>,
    Input<OperationAt<Api, Id>, FilterableAt<Api, Id>>
  > &
    (Api['table'][Id] extends { items: string }
      ? PagedMethods<OperationAt<Api, Id>, Input<OperationAt<Api, Id>, FilterableAt<Api, Id>>>
      : unknown)
}

/** Resolves to the data of a success, and throws everything else. */
interface OperationMethod<Operation extends OperationTypes, In> {
  <const Chosen extends Property<Operation> = never, Wish extends string = never>(
    ...input: Optional<In, In & Select<Operation, Chosen> & Prefer<Operation, Wish>>
  ): Promise<Content<Operation, Chosen, Wish>>
  /** The same, with the answer beside the data: for its status and its headers. */
  withResponse<const Chosen extends Property<Operation> = never, Wish extends string = never>(
    ...input: Optional<In, In & Select<Operation, Chosen> & Prefer<Operation, Wish>>
  ): Promise<{ data: Content<Operation, Chosen, Wish>; response: Response }>
}

interface PagedMethods<Operation extends OperationTypes, In> {
  /** All items of all pages, one after another; each page is fetched when its first item is asked for. */
  items<const Chosen extends Property<Operation> = never>(
    ...input: Optional<In, In & Select<Operation, Chosen> & From>
  ): AsyncGenerator<Item<Content<Operation, Chosen, never>>, void, undefined>
  /** All pages, one after another. */
  pages<const Chosen extends Property<Operation> = never>(
    ...input: Optional<In, In & Select<Operation, Chosen> & From>
  ): AsyncGenerator<Content<Operation, Chosen, never>, void, undefined>
}

interface From {
  /**
   * Where to go on: the next link of an earlier page. It is complete, so the query parameters beside it are not sent.
   * @default the first page
   */
  from?: PageLink
}

type Item<Page> = Page extends { value: (infer Each)[] } | { items: (infer Each)[] } ? Each : never

/** The data of a success as the call has chosen it. */
type Content<Operation, Chosen, Wish> = Narrowed<Data<Operation>, Chosen> | Emptied<Wish>

type Narrowed<Body, Chosen> = [Chosen] extends [never]
  ? Body
  : Body extends { value: (infer Entity)[] }
    ? { [Key in keyof Body]: Key extends 'value' ? Picked<Entity, Chosen>[] : Body[Key] }
    : Picked<Body, Chosen>

type Picked<Entity, Chosen> = Pick<Entity, Extract<keyof Entity, Chosen | 'id'>>

/** Only who prefers `return=minimal`, or a wish known at run time only, has to expect an empty answer. */
type Emptied<Wish> = [Wish] extends [never]
  ? never
  : string extends Wish
    ? undefined
    : Wish extends `${string}return=minimal${string}`
      ? undefined
      : never

/** The operationId of each route, such as `GET /Customers`. */
type Routes<Table extends Record<string, OperationEntry>> = {
  [Id in keyof Table as `${Table[Id]['method']} ${Table[Id]['path']}`]: Id
}

type PathsOf<Api extends ApiTypes, Method extends string> = keyof Routes<Api['table']> extends infer Route
  ? Route extends `${Method} ${infer Path}`
    ? Path
    : never
  : never

type OperationOn<Api extends ApiTypes, Route> = OperationAt<
  Api,
  Routes<Api['table']>[Route & keyof Routes<Api['table']>]
>
type FilterableOn<Api extends ApiTypes, Route> = FilterableAt<
  Api,
  Routes<Api['table']>[Route & keyof Routes<Api['table']>]
>

type Verbs<Api extends ApiTypes> = {
  readonly [Method in Api['table'][keyof Api['table']]['method']]: Verb<Api, Method>
}

/** Resolves to the data or the error, and never throws because of an answer or its absence. */
type Verb<Api extends ApiTypes, Method extends string> = <
  Path extends PathsOf<Api, Method>,
  const Chosen extends Property<OperationOn<Api, `${Method} ${Path}`>> = never,
  Wish extends string = never,
>(
  path: Path,
  ...init: VerbArguments<
    OperationOn<Api, `${Method} ${Path}`>,
    FilterableOn<Api, `${Method} ${Path}`>,
    Chosen,
    Wish
  >
) => Promise<
  Result<Content<OperationOn<Api, `${Method} ${Path}`>, Chosen, Wish>, OperationOn<Api, `${Method} ${Path}`>>
>

type VerbArguments<Operation extends OperationTypes, Filterable, Chosen, Wish> = Optional<
  Init<Operation, Filterable>,
  Init<Operation, Filterable> & {
    params?: { query?: Select<Operation, Chosen>; header?: Prefer<Operation, Wish> }
  }
>
