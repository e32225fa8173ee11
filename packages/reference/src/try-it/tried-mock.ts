/** A mock that answers the form: the one that served the page, or one inside it. */
export interface TriedMock {
  fetch: typeof fetch
  /** Its control routes, such as `/__mock/state`. */
  control(path: string, init?: RequestInit): Promise<Response>
  /** Lets the next page begin with the mock as it is now. */
  keep(): Promise<void>
  /** What the reader should know of it, such as that it cannot check requests here. */
  readonly warning: string
}

/** The mock that served this page. */
export const servedMock: TriedMock = {
  fetch: (request, init) => fetch(request, init),
  control: (path, init) => fetch(path, init),
  keep: () => Promise.resolve(),
  warning: '',
}
