import { createRoot } from 'react-dom/client'
import { Waiting } from '../waiting.tsx'

const root = createRoot(document.getElementById('root') as HTMLElement)
const { searchParams } = new URL(location.href)
const story = searchParams.get('story')

if (searchParams.has('own')) root.render(<Waiting baseUrl={`${location.origin}/beta`} />)
else import('./stories.tsx').then(({ show }) => show(root, story ?? ''))
