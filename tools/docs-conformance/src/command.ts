#!/usr/bin/env node
import { Project } from './project.ts'
import { run } from './run.ts'

process.exitCode = run(process.argv.slice(2), {
  // npm changes into the root of the repository; INIT_CWD is where the user was.
  folder: process.env.INIT_CWD ?? process.cwd(),
  project: new Project(),
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  progress: showProgress(),
})

/** A line that changes in a terminal; in a log a line every ten seconds. */
function showProgress(): (done: number, total: number) => void {
  let last = Date.now()
  return (done, total) => {
    const words = `Read ${done} of ${total} pages`
    if (process.stderr.isTTY) process.stderr.write(`\r${words}${done === total ? '\n' : ''}`)
    else if (Date.now() - last > 10_000) {
      last = Date.now()
      process.stderr.write(`${words}\n`)
    }
  }
}
