import { enableCompileCache } from 'node:module'

// Compiled code is kept between starts; half of a cold start is compiling dependencies.
enableCompileCache()

const { run } = await import('./run.ts')
process.exitCode = await run(process.argv.slice(2), process.env)
