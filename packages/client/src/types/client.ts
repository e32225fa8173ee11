import type { ClientOptions } from '../options.ts'
import type { Middleware } from '../request.ts'
import type { Accident, Data, Refusal, Result } from './answers.ts'
import type {
  ApiTypes,
  Init,
  Input,
  IsPaged,
  Nothing,
  OperationAt,
  OperationTypes,
  Prefer,
  Property,
  Select,
  Wishes,
} from './inputs.ts'

declare const described: unique symbol

/** A method for every operation, and the verbs by path. */
export type ClientOf<Api extends ApiTypes> = Operations<Api> & Verbs<Api> & ClientMethods<Api>

type Operations<Api extends ApiTypes> = {
  readonly [Id in keyof Api['table'] & string]: IsPaged<Api, Id> extends true
    ? PagedOperationMethod<Api, Id>
    : OperationMethod<Api, Id>
}

/** What every client has besides its operations. */
export interface ClientMethods<Api extends ApiTypes> {
  /** Exists only in types: the API of the client, for functions that take a client. */
  readonly [described]?: Api
  /**
   * Derives a client for another tenant, token or purpose. It has the options of this one, except for those that you pass;
   * its headers are added to those of this one. Unless you pass `token`, both share one cached token.
   *
   * @throws {TypeError} When options are unknown or wrong.
   * @example
   * ```ts
   * const contoso = graph.with({ token: credentialOf('contoso'), headers: { 'X-Tenant': 'contoso' } })
   * ```
   */
  with(options: Changes<ClientOptions>): this
  /**
   * Adds middleware of openapi-fetch to this client, after what it has. Clients derived later have it too; clients derived
   * before do not.
   *
   * @example
   * ```ts
   * graph.use({ onResponse: ({ response }) => console.log(response.status) })
   * ```
   */
  use(...middleware: Middleware[]): void
}

/** Some of the options. `undefined` keeps an option, also with `exactOptionalPropertyTypes`. */
type Changes<Options> = { [Name in keyof Options]?: Options[Name] | undefined }

/** The arguments of an operation: none are needed if nothing in the input is required. */
export type Arguments<Api extends ApiTypes, Id, Chosen, Wish> =
  Nothing extends Input<Api, Id>
    ? [input?: Chooses<Api, Id, Chosen, Wish>]
    : [input: Chooses<Api, Id, Chosen, Wish>]

export type Chooses<Api extends ApiTypes, Id, Chosen, Wish> = Input<Api, Id> &
  Select<OperationAt<Api, Id>, Chosen> &
  Prefer<OperationAt<Api, Id>, Wish>

/** Exists only in types: the operation of a method, for functions that take a method. */
export interface Described<Api, Id> {
  readonly [described]?: [Api, Id]
}

/** Resolves to the data of a success, and throws everything else. */
export interface OperationMethod<Api extends ApiTypes, Id extends string> extends Described<Api, Id> {
  <const Chosen extends Property<OperationAt<Api, Id>> = never, Wish extends Wishes = Wishes>(
    ...input: Arguments<Api, Id, Chosen, Wish>
  ): Promise<Content<Api, Id, Chosen, Wish>>
  /** The same, but also returns the answer, for its status and headers. Its body is consumed. */
  withResponse<const Chosen extends Property<OperationAt<Api, Id>> = never, Wish extends Wishes = Wishes>(
    ...input: Arguments<Api, Id, Chosen, Wish>
  ): Promise<{ data: Content<Api, Id, Chosen, Wish>; response: Response }>
}

/** A method of an operation with pages. */
export interface PagedOperationMethod<Api extends ApiTypes, Id extends string>
  extends OperationMethod<Api, Id> {
  /** All items of all pages, one after another. Each page is fetched when its first item is needed. */
  items<const Chosen extends Property<OperationAt<Api, Id>> = never>(
    ...input: Arguments<Api, Id, Chosen, Wishes>
  ): AsyncGenerator<ItemContent<Api, Id, Chosen>, void, undefined>
  /** All pages, one after another. */
  pages<const Chosen extends Property<OperationAt<Api, Id>> = never>(
    ...input: Arguments<Api, Id, Chosen, Wishes>
  ): AsyncGenerator<Content<Api, Id, Chosen, Wishes>, void, undefined>
}

/** What an operation answers, as a named type if there is one. */
export type DataAt<Api extends ApiTypes, Id> = Id extends keyof Api['answers']
  ? Api['answers'][Id] extends { data: infer Named }
    ? Named
    : never
  : Data<OperationAt<Api, Id>>

/** One item of a page. */
type ItemAt<Api extends ApiTypes, Id> = Id extends keyof Api['answers']
  ? Api['answers'][Id] extends { item: infer Named }
    ? Named
    : ItemOf<DataAt<Api, Id>>
  : ItemOf<DataAt<Api, Id>>

type ItemOf<Page> = Page extends (infer Each)[] | { value: (infer Each)[] } | { items: (infer Each)[] }
  ? Each
  : never

/** The data of a success, narrowed to what the call selects. */
export type Content<Api extends ApiTypes, Id, Chosen, Wish> =
  | ([Chosen] extends [never] ? DataAt<Api, Id> : Narrowed<DataAt<Api, Id>, ItemAt<Api, Id>, Chosen>)
  | Emptied<Wish>

/** An item, narrowed to what the call selects. */
type ItemContent<Api extends ApiTypes, Id, Chosen> = [Chosen] extends [never]
  ? ItemAt<Api, Id>
  : Picked<ItemAt<Api, Id>, Chosen>

/** The selected properties of an entity, or of each entity in a page. */
type Narrowed<Body, Item, Chosen> = Body extends { value: unknown[] }
  ? { [Key in keyof Body]: Key extends 'value' ? Picked<Item, Chosen>[] : Body[Key] }
  : Picked<Body, Chosen>

type Picked<Entity, Chosen> = Pick<Entity, Extract<keyof Entity, Chosen | 'id'>>

/**
 * An answer may be empty only with `return=minimal`, or with a preference that is known only at run time. A call without a
 * preference leaves the type parameter as it is: with another default, editors could not offer the known preferences.
 */
type Emptied<Wish> =
  Same<Wish, Wishes> extends true
    ? never
    : string extends Wish
      ? undefined
      : Wish extends `${string}return=minimal${string}`
        ? undefined
        : never

type Same<One, Other> =
  (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false

type Verbs<Api extends ApiTypes> = {
  readonly [Method in Api['table'][keyof Api['table']]['method']]: Verb<RoutesOf<Api, Method>>
}

/** The routes of one HTTP method, by path. */
type RoutesOf<Api extends ApiTypes, Method extends string> = {
  [Id in keyof Api['table'] & string as Api['table'][Id]['method'] extends Method
    ? Api['table'][Id]['path']
    : never]: Route<Api, Id>
}

/** `Failure` of an operation, under a name that editors show. */
export type FailureAt<Api extends ApiTypes, Id> = Refusal<OperationAt<Api, Id>['responses']> | Accident

/**
 * What is known about a route before a call narrows it. As members of an interface, these types are computed once per route,
 * and only when a call needs them. In the signature, they would be computed again for each call.
 */
export interface Route<Api extends ApiTypes, Id extends string> {
  operation: OperationAt<Api, Id>
  property: Property<OperationAt<Api, Id>>
  init: Init<Api, Id, OperationAt<Api, Id>>
  isRequired: Nothing extends Init<Api, Id, OperationAt<Api, Id>> ? false : true
  data: DataAt<Api, Id>
  item: ItemAt<Api, Id>
  failure: FailureAt<Api, Id>
}

export interface AnyRoute {
  operation: OperationTypes
  property: string
  init: unknown
  isRequired: boolean
  data: unknown
  item: unknown
  failure: unknown
}

type At<Routes, Path extends keyof Routes> = Extract<Routes[Path], AnyRoute>

/** Resolves to the data or the error, and never throws because of an answer or its absence. */
export type Verb<Routes> = <
  Path extends keyof Routes & string,
  const Chosen extends At<Routes, Path>['property'] = never,
  Wish extends Wishes = Wishes,
>(
  path: Path,
  ...init: VerbArguments<At<Routes, Path>, Chosen, Wish>
) => Promise<Result<VerbContent<At<Routes, Path>, Chosen> | Emptied<Wish>, At<Routes, Path>['failure']>>

type VerbContent<Known extends AnyRoute, Chosen> = [Chosen] extends [never]
  ? Known['data']
  : Narrowed<Known['data'], Known['item'], Chosen>

type VerbArguments<Known extends AnyRoute, Chosen, Wish> = Known['isRequired'] extends true
  ? [init: Known['init'] & Narrowing<Known['operation'], Chosen, Wish>]
  : [init?: Known['init'] & Narrowing<Known['operation'], Chosen, Wish>]

export interface Narrowing<Operation extends OperationTypes, Chosen, Wish> {
  params?: { query?: Select<Operation, Chosen>; header?: Prefer<Operation, Wish> }
}
