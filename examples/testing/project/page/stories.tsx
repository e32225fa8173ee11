import { createMock } from '@clientele/mock/browser'
import { handlers } from '@clientele/mock/msw'
import { setupWorker } from 'msw/browser'
import type { Root } from 'react-dom/client'
import * as stories from '../waiting.stories.tsx'

// What .storybook/preview.ts does: the mock runs in the page, and a service worker passes it the page's calls.
const mock = createMock()
const started = setupWorker(...handlers(mock)).start({ quiet: true })

/** Renders a story as Storybook does: loaders first, then the component. */
export async function show(root: Root, name: string): Promise<void> {
  const { default: meta, ...all } = stories
  const story = all[name as keyof typeof all]
  await started
  mock.load(story.parameters.scenario)
  root.render(<meta.component />)
}
