import { createGraphClient, createPartnerCenterClient, filter, unwrap } from '../../dist/index.js'

/**
 * Uses everything that may differ between runtimes: request bodies, headers, signals, timers, streams, random ids.
 *
 * @param {string} origin Where the mock listens. It answers the first PATCH with 503.
 * @returns {Promise<Record<string, unknown>>} What every runtime must find.
 */
export async function smoke(origin) {
  const graph = createGraphClient({ token: async () => 'any', baseUrl: `${origin}/beta` })
  const partnerCenter = createPartnerCenterClient({ token: 'any', baseUrl: `${origin}/v1` })
  const customer_id = 'f08db22f-d293-456a-b170-fab23d90fbac'

  const body = { displayName: "O'Neill & Sons", domain: 'oneill.example' }
  const { data: created, response } = await graph.createCustomer.withResponse({ body })
  const CustomersId = created.id
  const found = await graph.listCustomers({
    $filter: filter((customer) => customer.displayName.eq(body.displayName)),
    $select: ['domain'],
  })
  const updated = await graph.updateCustomer({ CustomersId, body: { isOnBoardedToMTM: true } })
  const removed = await unwrap(
    graph.DELETE('/Customers/{CustomersId}', { params: { path: { CustomersId } } }),
  )
  const gone = await graph.GET('/Customers/{CustomersId}', { params: { path: { CustomersId } } })

  const users = []
  for await (const { displayName } of partnerCenter.listCustomerUsers.items({ customer_id, size: 1 })) {
    users.push(displayName)
  }
  const aborted = await graph.GET('/Customers', { signal: AbortSignal.abort() })
  const late = await graph.GET('/Customers', {
    timeout: 1,
    middleware: [{ onRequest: () => new Promise(() => {}) }],
  })
  const unreachable = createGraphClient({ token: 'any', baseUrl: 'http://127.0.0.1:9/beta', retry: false })

  return {
    location: response.headers.get('location') !== null,
    found: found.value.map(({ domain }) => domain),
    updated: updated.isOnBoardedToMTM,
    removed: removed === undefined,
    gone: { name: gone.error.name, status: gone.error.status, correlated: Boolean(gone.error.correlationId) },
    users,
    aborted: aborted.error.name,
    late: late.error.name,
    unreachable: (await unreachable.GET('/Customers')).error.name,
  }
}
