import type { OperationEntry } from '../client.ts'
import type { ClientOptions } from '../options.ts'
import type { PageLink } from '../protocol/protocol.ts'
import type { Middleware } from '../request.ts'
import type { Data, Failure, Result } from './answers.ts'
import type { Init, Input, Nothing, OperationTypes, Optional, Prefer, Property, Select } from './inputs.ts'

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
export type ClientOf<Api extends ApiTypes> = Operations<Api> & Verbs<Api> & ClientMethods

type Operations<Api extends ApiTypes> = {
  readonly [Id in keyof Api['table']]: Api['table'][Id] extends { items: string }
    ? PagedOperationMethod<OperationAt<Api, Id>, Input<OperationAt<Api, Id>, FilterableAt<Api, Id>> & From>
    : OperationMethod<OperationAt<Api, Id>, Input<OperationAt<Api, Id>, FilterableAt<Api, Id>>>
}

/** A method of an operation with pages. */
export interface PagedOperationMethod<Operation extends OperationTypes, In>
  extends OperationMethod<Operation, In>,
    PagedMethods<Operation, In> {}

/** What every client has beside its operations. */
interface ClientMethods {
  /**
   * Derives a client for another tenant, token or purpose. It has the options of this one, but for those that are
   * given; its headers are sent beside the headers of this one. Without `token` both share one kept token.
   *
   * @throws {TypeError} When options are unknown or wrong.
   * @example
   * ```ts
   * const contoso = graph.with({ token: credentialOf('contoso'), headers: { 'X-Tenant': 'contoso' } })
   * ```
   */
  with(options: Partial<ClientOptions>): this
  /**
   * Adds middleware of openapi-fetch to this client, after what it has. Clients that are derived later have it too.
   *
   * @example
   * ```ts
   * graph.use({ onResponse: ({ response }) => console.log(response.status) })
   * ```
   */
  use(...middleware: Middleware[]): void
}

/** Resolves to the data of a success, and throws everything else. */
export interface OperationMethod<Operation extends OperationTypes, In> {
  <const Chosen extends Property<Operation> = never, Wish extends string = never>(
    ...input: Optional<In, In & Select<Operation, Chosen> & Prefer<Operation, Wish>>
  ): Promise<Content<Operation, Chosen, Wish>>
  /** The same, with the answer beside the data: for its status and its headers; its body is consumed. */
  withResponse<const Chosen extends Property<Operation> = never, Wish extends string = never>(
    ...input: Optional<In, In & Select<Operation, Chosen> & Prefer<Operation, Wish>>
  ): Promise<{ data: Content<Operation, Chosen, Wish>; response: Response }>
}

export interface PagedMethods<Operation extends OperationTypes, In> {
  /** All items of all pages, one after another; each page is fetched when its first item is asked for. */
  items<const Chosen extends Property<Operation> = never>(
    ...input: Optional<In, In & Select<Operation, Chosen>>
  ): AsyncGenerator<Item<Content<Operation, Chosen, never>>, void, undefined>
  /** All pages, one after another. */
  pages<const Chosen extends Property<Operation> = never>(
    ...input: Optional<In, In & Select<Operation, Chosen>>
  ): AsyncGenerator<Content<Operation, Chosen, never>, void, undefined>
}

export interface From {
  /**
   * Where to go on: the next link of an earlier page. It is complete, so query parameters beside it are not sent.
   * @default the first page
   */
  from?: PageLink | null | undefined
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

type Verbs<Api extends ApiTypes> = {
  readonly [Method in Api['table'][keyof Api['table']]['method']]: Verb<RoutesOf<Api, Method>>
}

/** The routes of one method by their path. */
type RoutesOf<Api extends ApiTypes, Method extends string> = {
  [Id in keyof Api['table'] as Api['table'][Id]['method'] extends Method
    ? Api['table'][Id]['path']
    : never]: Route<OperationAt<Api, Id>, FilterableAt<Api, Id>>
}

/**
 * What is known of a route before a call narrows it. As members of an interface these types are worked out once per
 * route, and only when a call needs them: spelt out in the signature, they would be worked out again for each call.
 */
export interface Route<Operation extends OperationTypes, Filterable> {
  operation: Operation
  property: Property<Operation>
  init: Init<Operation, Filterable>
  isRequired: Nothing extends Init<Operation, Filterable> ? false : true
  data: Data<Operation>
  failure: Failure<Operation>
}

export interface AnyRoute {
  operation: OperationTypes
  property: string
  init: unknown
  isRequired: boolean
  data: unknown
  failure: unknown
}

type At<Routes, Path extends keyof Routes> = Extract<Routes[Path], AnyRoute>

/** Resolves to the data or the error, and never throws because of an answer or its absence. */
type Verb<Routes> = <
  Path extends keyof Routes & string,
  const Chosen extends At<Routes, Path>['property'] = never,
  Wish extends string = never,
>(
  path: Path,
  ...init: VerbArguments<At<Routes, Path>, Chosen, Wish>
) => Promise<Result<Narrowed<At<Routes, Path>['data'], Chosen> | Emptied<Wish>, At<Routes, Path>['failure']>>

type VerbArguments<Known extends AnyRoute, Chosen, Wish> = Known['isRequired'] extends true
  ? [init: Known['init'] & Narrowing<Known['operation'], Chosen, Wish>]
  : [init?: Known['init'] & Narrowing<Known['operation'], Chosen, Wish>]

export interface Narrowing<Operation extends OperationTypes, Chosen, Wish> {
  params?: { query?: Select<Operation, Chosen>; header?: Prefer<Operation, Wish> }
}
