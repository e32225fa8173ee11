/** Where a request goes, and whether a write to it is safe. */
export interface Destination {
  baseUrl: string
  isMock: boolean
}

/**
 * Whether the page was handed out by the mock itself. The mock writes this mark into every page it serves, so that
 * a page need not probe anything to find out.
 */
export function servedByMock(page: Document): boolean {
  return page.querySelector('meta[name="clientele-mock"][content="same-origin"]') !== null
}

/** The mock keeps the path of the API's own base address. */
export function mockBaseUrl(origin: string, server: string): string {
  return new URL(new URL(server).pathname, origin).href
}
