import { createMock } from '@clientele/mock'
import { describe, expect, test } from 'vitest'
import { draftDescription, mergeReadings, readPage } from '../src/index.ts'
import { lines } from './lines.ts'

/** Sends a request to a mock of the draft of some pages, and says how it was answered. */
async function answerTo(pages: string[], method: string, path: string, body?: unknown): Promise<number> {
  const reading = mergeReadings(pages.map((text, index) => readPage(`page-${index}.md`, text)))
  const draft = JSON.parse(JSON.stringify(draftDescription(reading)))
  const mock = await createMock({ documents: [draft] })
  const headers = {
    authorization: 'Bearer token',
    ...(body !== undefined && { 'content-type': 'application/json' }),
  }
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }
  const { status } = await mock.fetch(new Request(`http://127.0.0.1${path}`, init))
  await mock.close()
  return status
}

const createOrder = lines`
  # Create an order
  ## REST request
  ### Request syntax
  | Method | Request URI |
  |---|---|
  | **POST** | [*{baseURL}*](urls.md)/v1/customers/{customer-id}/orders HTTP/1.1 |
  ### Request body
  #### Order
  | Property | Type | Required | Description |
  |---|---|---|---|
  | id | string | Yes | The order. |
  | cycle | string | No | Possible values are "monthly" and "annual". |
  | lineItems | array of [LineItem](order.md#lineitem) resources | Yes | The offers. |

  #### LineItem
  | Property | Type | Required | Description |
  |---|---|---|---|
  | quantity | int | Yes | How many. |
  ### Request example
  \`\`\`http
  POST https://api.example.com/v1/customers/7/orders HTTP/1.1
  Content-Type: application/json

  { "LineItems": [ { "Quantity": 1 } ], "Cycle": "one_time" }
  \`\`\`
  ## REST response
  If successful, the method returns an [Order](order.md) resource.
  ### Response example
  \`\`\`http
  HTTP/1.1 201 Created
  Content-Type: application/json
  MS-CorrelationId: 1

  { "id": "1", "lineItems": [ { "quantity": 1 } ] }
  \`\`\`
`

const getOrder = lines`
  # Get an order
  ### Request syntax
  | Method | Request URI |
  |---|---|
  | **GET** | {baseURL}/v1/customers/{customer-tenant-id}/orders HTTP/1.1 |
  ### Request body
  None.
  ### Request example
  \`\`\`http
  GET https://api.example.com/v1/customers/7/orders HTTP/1.1
  Content-Type: application/json
  \`\`\`
`

const updateStatement = lines`
  # Update statement
  ## HTTP request
  \`\`\`http
  PATCH /statements/{id}
  PATCH /conditions/{id}/statements/{id}
  \`\`\`
  ## Request body
  The following table shows the properties that are required when you update the [statement](../resources/statement.md).

  |Property|Type|Description|
  |---|---|---|
  |id|String|The id.|
  |name|String|The name.|
  |notes|statementNotes|The notes.|
  ## Example
  \`\`\`http
  PATCH https://graph.microsoft.com/beta/statements/{id}
  Content-Type: application/json

  { "name": "a", "notes": { "4c721420-72ad-4708-a0a7-371a2f7b0969": null } }
  \`\`\`
  \`\`\`http
  HTTP/1.1 200 OK
  Content-Type: application/json

  { "id": "1", "name": "a" }
  \`\`\`
`

const statement = lines`
  # statement resource type
  ## Properties
  |Property|Type|Description|
  |---|---|---|
  |id|String|Read-only.|
  |name|String|The name. Read-only.|
  ## JSON representation
  <!-- { "blockType": "resource", "keyProperty": "id", "@odata.type": "microsoft.graph.statement" } -->
  \`\`\`json
  { "id": "String (identifier)", "name": "String" }
  \`\`\`
`

describe('a draft runs in the mock and takes the requests of its pages', () => {
  test('names in other letters, values beyond the list, and a key that the service gives', async () => {
    const body = { LineItems: [{ Quantity: 1 }], Cycle: 'one_time' }
    expect(await answerTo([createOrder], 'POST', '/v1/customers/7/orders', body)).toBe(201)
  })

  test('what the example has stays required', async () => {
    expect(await answerTo([createOrder], 'POST', '/v1/customers/7/orders', { cycle: 'monthly' })).toBe(400)
    const withoutQuantity = { lineItems: [{}] }
    expect(await answerTo([createOrder], 'POST', '/v1/customers/7/orders', withoutQuantity)).toBe(400)
  })

  test('one path under two names, and no body where the page says none', async () => {
    expect(await answerTo([createOrder, getOrder], 'GET', '/v1/customers/7/orders')).toBe(200)
  })

  test('neither the key nor a mark of the page of the type bars what a request sends', async () => {
    const body = { name: 'a', notes: { '4c721420-72ad-4708-a0a7-371a2f7b0969': null } }
    expect(await answerTo([updateStatement, statement], 'PATCH', '/beta/statements/1', body)).toBeLessThan(
      405,
    )
    expect(await answerTo([updateStatement, statement], 'PATCH', '/beta/statements/1', body)).not.toBe(400)
  })

  test('the second address of a request takes what the first is shown with', async () => {
    const body = { name: 'a', notes: {} }
    expect(await answerTo([updateStatement], 'PATCH', '/beta/conditions/2/statements/1', body)).not.toBe(400)
  })
})
