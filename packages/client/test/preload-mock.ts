import { createMock } from '@clientele/mock'

// Loaded before a snippet of a README: what it sends to Microsoft, or to a mock, arrives at a mock in process.
globalThis.fetch = createMock().fetch as typeof globalThis.fetch
