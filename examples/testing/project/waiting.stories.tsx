import type { Scenario } from '@clientele/mock/browser'
import { sample } from '@clientele/types/graph-customers/samples'
import { Waiting } from './waiting.tsx'

// Component Story Format 3, which Storybook and other tools read without changes.
export default { title: 'Waiting', component: Waiting }

interface Story {
  parameters: { scenario: Scenario }
}

const customers = ['Avocet', 'Bittern'].map((displayName, index) =>
  sample.customer({ id: `customer-${index}`, displayName, isOnBoardedToMTM: false }),
)

export const Two: Story = {
  parameters: {
    scenario: { state: { from: 'nothing', records: { 'graph-customers': { '/Customers': customers } } } },
  },
}

export const Nobody: Story = { parameters: { scenario: { state: { from: 'nothing' } } } }

export const Refused: Story = {
  parameters: { scenario: { faults: { rules: [{ kind: 'status', status: 403 }] } } },
}

export const Throttled: Story = {
  parameters: { scenario: { faults: { rules: [{ kind: 'status', status: 429, retryAfter: 1 }] } } },
}
