import { FormProblem } from './form-request.ts'

/** Where a request goes, and whether a write to it is safe. */
export interface Destination {
  baseUrl: string
  isMock: boolean
}

/** A mock in the page answers at the API's own address: nothing that is sent there leaves the page. */
export function pageBaseUrl(origin: string, server: string): string {
  return new URL(server, origin).href
}

/**
 * Whether the page was handed out by the mock itself. The mock writes this mark into every page it serves, so that
 * a page need not probe anything to find out.
 */
export function servedByMock(page: Document): boolean {
  return page.querySelector('meta[name="clientele-mock"][content="same-origin"]') !== null
}

/** The path of a server's address, which may be one without a host (OpenAPI 3.1, Server Object). */
export function serverPath(server: string): string {
  return new URL(server, 'http://localhost').pathname
}

/** The mock keeps the path of the API's own base address. */
export function mockBaseUrl(origin: string, server: string): string {
  return new URL(serverPath(server), origin).href
}

/**
 * The base address that the reader gave.
 *
 * @throws FormProblem when requests cannot be built on it.
 */
export function givenBaseUrl(text: string): string {
  const address = text.trim()
  if (address === '') throw new FormProblem('Give the address of a mock or of the API first.')
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new FormProblem('The address starts with http:// or https://, such as http://127.0.0.1:4010/beta.')
  }
  if (url.username || url.password) {
    throw new FormProblem('Leave user name and password out of the address: the form sends the token alone.')
  }
  if (/[?#]/.test(address)) {
    throw new FormProblem('The address ends before "?" and "#": query parameters have fields of their own.')
  }
  return address
}
