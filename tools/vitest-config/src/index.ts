import { defineConfig, type ViteUserConfig } from 'vitest/config'

/**
 * Time after which a test counts as hanging, in milliseconds. The slowest one takes half a minute on two quiet cores;
 * a machine that is ten times slower, or busy, must not fail it.
 */
export const patience = 900_000

/** Whether this is `npm run test:thorough`, which needs minutes and the network; `npm test` runs a sample. */
export const thorough = process.env.MODE === 'thorough'

/**
 * The configuration of a workspace's tests: the files `*.test.ts` below `test`, and limits that only a hanging test
 * reaches.
 *
 * @param options what is special to the workspace
 * @example
 * export default suite({ maxWorkers: 2 })
 */
export function suite(options: ViteUserConfig['test'] = {}): ViteUserConfig {
  return defineConfig({
    test: {
      include: ['test/**/*.test.ts'],
      testTimeout: patience,
      hookTimeout: patience,
      teardownTimeout: patience,
      expect: { poll: { timeout: patience } },
      ...options,
    },
  })
}
