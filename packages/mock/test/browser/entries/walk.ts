/** One answer as it can be compared: what differs from run to run is left out. */
export interface Step {
  readonly call: string
  readonly status: number
  readonly body: string
}

const json = { Authorization: 'Bearer any', 'Content-Type': 'application/json' }
const graph = 'https://graph.microsoft.com/beta'
const partnerCenter = 'https://api.partnercenter.microsoft.com/v1'
const customer = `${graph}/Customers/52dde42a-e42a-52dd-2ae4-dd522ae4dd52`
const users = `${partnerCenter}/customers/4d3cf487-70f4-4e1e-9ff1-b2bfce8d9f04/users`

/** What the mock loads only when a request needs it: made-up records, refusals, XML, YAML, examples. */
const calls: readonly [method: string, url: string, headers?: Record<string, string>, body?: string][] = [
  ['GET', `${graph}/Customers?$top=2`],
  ['POST', `${graph}/Customers`, {}, '{"displayName":"Harbour Lane Bakery"}'],
  ['POST', `${graph}/Customers`, {}, '{"displayName":7,"isOnBoardedToMTM":"perhaps"}'],
  ['GET', `${graph}/Customers?$filter=displayName eq 'Harbour Lane Bakery'`],
  ['GET', `${users}?size=2`],
  ['GET', `${users}?size=2`, { Accept: 'application/xml' }],
  ['GET', `${graph}/Customers`, { Authorization: '' }],
  ['GET', `${graph}/Customers`, { Prefer: 'code=400' }],
  ['GET', `${graph}/Customers`, { Prefer: 'dynamic=true' }],
  ['PATCH', customer, {}, '{"displayName":"Harbour Lane"}'],
  ['PATCH', customer, {}, '{"displayName":true,"deletedDateTime":"soon","strange":1}'],
  ['POST', users, {}, '{"usageLocation":"US"}'],
  ['POST', users, {}, '{"usageLocation":5,"state":"asleep"}'],
  ['GET', `${users}?size=many`],
  ['DELETE', customer],
  ['GET', customer],
  ['GET', `${graph}/Nothing`],
]

export async function walk(fetch: (url: string, init: RequestInit) => Promise<Response>): Promise<Step[]> {
  const steps: Step[] = []
  for (const [method, url, headers = {}, body] of calls) {
    const all = Object.entries({ ...json, ...headers }).filter(([, value]) => value !== '')
    const answer = await fetch(url, { method, headers: Object.fromEntries(all), ...(body && { body }) })
    steps.push({
      call: `${method} ${url}`,
      status: answer.status,
      body: (await answer.text()).replace(/[0-9a-f-]{36}|\d{4}-\d\d-\d\dT[\d:.]+Z?/g, '…'),
    })
  }
  return steps
}
