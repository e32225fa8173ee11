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

/** What every client has beside its operations. */
export interface ClientMethods<Api extends ApiTypes> {
  /** Exists in types only: what the client is about, for functions that are given one. */
  readonly [described]?: Api
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
  with(options: Changes<ClientOptions>): this
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

/** Any of the options; one that is `undefined` stays as it is, also with `exactOptionalPropertyTypes`. */
type Changes<Options> = { [Name in keyof Options]?: Options[Name] | undefined }

/** The argument list of an operation: it may be left out when nothing in it is required. */
export type Arguments<Api extends ApiTypes, Id, Chosen, Wish> =
  Nothing extends Input<Api, Id>
    ? [input?: Chooses<Api, Id, Chosen, Wish>]
    : [input: Chooses<Api, Id, Chosen, Wish>]

export type Chooses<Api extends ApiTypes, Id, Chosen, Wish> = Input<Api, Id> &
  Select<OperationAt<Api, Id>, Chosen> &
  Prefer<OperationAt<Api, Id>, Wish>

/** Exists in types only: what a method is about, for functions that are given one. */
export interface Described<Api, Id> {
  readonly [described]?: [Api, Id]
}

/** Resolves to the data of a success, and throws everything else. */
export interface OperationMethod<Api extends ApiTypes, Id extends string> extends Described<Api, Id> {
  <const Chosen extends Property<OperationAt<Api, Id>> = never, Wish extends Wishes = Wishes>(
    ...input: Arguments<Api, Id, Chosen, Wish>
  ): Promise<Content<Api, Id, Chosen, Wish>>
  /** The same, with the answer beside the data: for its status and its headers; its body is consumed. */
  withResponse<const Chosen extends Property<OperationAt<Api, Id>> = never, Wish extends Wishes = Wishes>(
    ...input: Arguments<Api, Id, Chosen, Wish>
  ): Promise<{ data: Content<Api, Id, Chosen, Wish>; response: Response }>
}

/** A method of an operation with pages. */
export interface PagedOperationMethod<Api extends ApiTypes, Id extends string>
  extends OperationMethod<Api, Id> {
  /** All items of all pages, one after another; each page is fetched when its first item is asked for. */
  items<const Chosen extends Property<OperationAt<Api, Id>> = never>(
    ...input: Arguments<Api, Id, Chosen, Wishes>
  ): AsyncGenerator<ItemContent<Api, Id, Chosen>, void, undefined>
  /** All pages, one after another. */
  pages<const Chosen extends Property<OperationAt<Api, Id>> = never>(
    ...input: Arguments<Api, Id, Chosen, Wishes>
  ): AsyncGenerator<Content<Api, Id, Chosen, Wishes>, void, undefined>
}

/** What an operation answers, under its name where it has one. */
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

/** The data of a success as the call has chosen it. */
export type Content<Api extends ApiTypes, Id, Chosen, Wish> =
  | ([Chosen] extends [never] ? DataAt<Api, Id> : Narrowed<DataAt<Api, Id>, ItemAt<Api, Id>, Chosen>)
  | Emptied<Wish>

/** An item as the call has chosen it. */
type ItemContent<Api extends ApiTypes, Id, Chosen> = [Chosen] extends [never]
  ? ItemAt<Api, Id>
  : Picked<ItemAt<Api, Id>, Chosen>

/** The chosen properties of an entity, or of each entity of a page. */
type Narrowed<Body, Item, Chosen> = Body extends { value: unknown[] }
  ? { [Key in keyof Body]: Key extends 'value' ? Picked<Item, Chosen>[] : Body[Key] }
  : Picked<Body, Chosen>

type Picked<Entity, Chosen> = Pick<Entity, Extract<keyof Entity, Chosen | 'id'>>

/**
 * Only who prefers `return=minimal`, or a wish known at run time only, has to expect an empty answer. A call without a
 * wish leaves the type parameter as it is: with another default, editors could not offer the known wishes.
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

/** The routes of one method by their path. */
type RoutesOf<Api extends ApiTypes, Method extends string> = {
  [Id in keyof Api['table'] & string as Api['table'][Id]['method'] extends Method
    ? Api['table'][Id]['path']
    : never]: Route<Api, Id>
}

/** `Failure` of an operation by its name, which editors show. */
export type FailureAt<Api extends ApiTypes, Id> = Refusal<OperationAt<Api, Id>['responses']> | Accident

/**
 * What is known of a route before a call narrows it. As members of an interface these types are worked out once per
 * route, and only when a call needs them: spelt out in the signature, they would be worked out again for each call.
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
