import { suite } from '@clientele/vitest-config'

// Redocly is started as a process of its own for each comparison.
export default suite({ maxWorkers: 2 })
