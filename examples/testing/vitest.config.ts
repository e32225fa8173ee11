import { suite } from '@clientele/vitest-config'

export default suite()
