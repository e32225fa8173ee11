/**
 * Loaded before a program (`node --import`): its calls to Microsoft go to the mock. The program itself stays as it
 * is printed on the page.
 */
const mock = process.env.CLIENTELE_TEST_MOCK
if (!mock) throw new Error('CLIENTELE_TEST_MOCK names no mock.')

const outside = /^https:\/\/[^/]+(?=\/)|^http:\/\/127\.0\.0\.1:4010(?=\/)/
const send = globalThis.fetch

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init)
  const url = request.url.replace(outside, mock)
  if (!url.startsWith(mock)) throw new Error(`A sample calls ${request.url}.`)
  const body = request.body ? await request.arrayBuffer() : undefined
  const response = await send(url, {
    method: request.method,
    headers: request.headers,
    ...(body && { body }),
  })
  return withLinksTo(new URL(request.url).origin, response)
}

/** The mock's links lead to the mock. A program that calls Microsoft would rightly refuse to follow them. */
async function withLinksTo(origin: string, response: Response): Promise<Response> {
  const text = await response.text()
  return new Response(text === '' ? null : text.replaceAll(mock ?? '', origin), response)
}
