// What the client takes from openapi-typescript-helpers, written anew.

export interface $Read<T> {
  readonly $read: T
}
export interface $Write<T> {
  readonly $write: T
}

/** What an answer has: nothing that only requests carry. */
export type Readable<T> =
  T extends $Write<unknown>
    ? never
    : T extends $Read<infer Value>
      ? Readable<Value>
      : T extends (infer Each)[]
        ? Readable<Each>[]
        : T extends object
          ? {
              [Key in keyof T as NonNullable<T[Key]> extends $Write<unknown> ? never : Key]: Readable<T[Key]>
            }
          : T

/** What a request may send: nothing that only answers carry. */
export type Writable<T> =
  T extends $Read<unknown>
    ? never
    : T extends $Write<infer Value>
      ? Writable<Value>
      : T extends (infer Each)[]
        ? Writable<Each>[]
        : T extends object
          ? {
              [Key in keyof T as NonNullable<T[Key]> extends $Read<unknown> ? never : Key]: Writable<T[Key]>
            } & {
              [Key in keyof T as NonNullable<T[Key]> extends $Read<unknown> ? Key : never]?: never
            }
          : T
