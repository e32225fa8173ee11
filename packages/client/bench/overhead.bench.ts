import type { Benchmark } from '@clientele/bench'
import { createGraphClient } from '@clientele/client'
import type { paths } from '@clientele/types/graph-customers'
import createClient from 'openapi-fetch'

const answer = JSON.stringify({
  '@odata.type': '#microsoft.graph.Customer',
  id: '52dde42a-e42a-52dd-2ae4-dd522ae4dd52',
  displayName: 'Harbour Lane Bakery',
  domain: 'harbourlane.example',
  contractType: 2,
  countryLetterCode: 'GB',
})
const fetch = async () => new Response(answer, { headers: { 'Content-Type': 'application/json' } })

const baseUrl = 'https://graph.microsoft.com/beta'
const CustomersId = '52dde42a-e42a-52dd-2ae4-dd522ae4dd52'
const body = { displayName: 'Harbour Lane Bakery', contractType: 2 }
const params = { path: { CustomersId } }
/** Few, so that the contestants take turns every few milliseconds and a slow moment of the machine affects all of them. */
const calls = 2_000

/** Microseconds of CPU time per call, which does not include the time that other programs take. */
async function perCall(call: () => Promise<unknown>): Promise<number> {
  const started = process.cpuUsage()
  for (let index = 0; index < calls; index++) await call()
  const { user, system } = process.cpuUsage(started)
  return (user + system) / calls
}

const benchmark: Benchmark = {
  name: 'Client: CPU time of a call, fetch stubbed',
  unit: 'µs',
  rounds: 75,
  async setup() {
    const graph = createGraphClient({ token: 'token', baseUrl, fetch })
    // Both send the same request. The client makes a new id for each call.
    const headers = {
      Authorization: 'Bearer token',
      Accept: 'application/json',
      'client-request-id': crypto.randomUUID(),
    }
    const bare = createClient<paths>({ baseUrl, fetch, headers })
    const contestants = {
      'openapi-fetch, GET': () => bare.GET('/Customers/{CustomersId}', { params }),
      'clientele, GET': () => graph.GET('/Customers/{CustomersId}', { params }),
      'clientele, getCustomer': () => graph.getCustomer({ CustomersId }),
      'openapi-fetch, PATCH': () => bare.PATCH('/Customers/{CustomersId}', { params, body }),
      'clientele, PATCH': () => graph.PATCH('/Customers/{CustomersId}', { params, body }),
      'clientele, updateCustomer': () => graph.updateCustomer({ CustomersId, body }),
    }
    // Warms up: V8 compiles the code before it is measured.
    for (let round = 0; round < 10; round++)
      for (const call of Object.values(contestants)) await perCall(call)
    const limits = { bound: { atMost: 1.3 }, aim: 1.2 }
    return {
      contestants: Object.entries(contestants).map(([name, call]) => ({
        name,
        measure: () => perCall(call),
      })),
      comparisons: [
        { label: 'GET by a verb', subject: 'clientele, GET', peer: 'openapi-fetch, GET', ...limits },
        {
          label: 'GET by an operation',
          subject: 'clientele, getCustomer',
          peer: 'openapi-fetch, GET',
          ...limits,
        },
        { label: 'PATCH by a verb', subject: 'clientele, PATCH', peer: 'openapi-fetch, PATCH', ...limits },
        {
          label: 'PATCH by an operation',
          subject: 'clientele, updateCustomer',
          peer: 'openapi-fetch, PATCH',
          ...limits,
        },
      ],
    }
  },
}

export default benchmark
