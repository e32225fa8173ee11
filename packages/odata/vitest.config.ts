import { suite } from '@clientele/vitest-config'

export default suite({ typecheck: { enabled: true, include: ['test/**/*.test-d.ts'] } })
