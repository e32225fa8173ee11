import { createGraphClient, createPartnerCenterClient } from '@clientele/client'
import { validateAnswers } from '@clientele/client/validation'
import { noteEnds, noteWaits } from './activity.ts'

/** The mock takes any token. A real console asks MSAL: `(await msal.acquireTokenSilent({ scopes })).accessToken`. */
const token = async () => `token-${crypto.randomUUID()}`

const optionsFor = (service: string, path: string) => ({
  token,
  // Calls go to the console's own origin: a development proxy, a backend for frontend, or the mock.
  baseUrl: new URL(path, location.origin),
  timeout: 15_000,
  // Tells the developer when a service answers something else than its description says. The call goes on.
  middleware: [validateAnswers({ report: ({ message, findings }) => console.warn(message, findings) })],
  retry: { maxRetries: 4, maxTime: 60_000, onRetry: noteWaits(service) },
  onResponse: noteEnds(service),
})

export const graph = createGraphClient(optionsFor('Microsoft Graph', '/beta'))
export const partnerCenter = createPartnerCenterClient(optionsFor('Partner Center', '/v1'))
