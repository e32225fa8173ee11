#!/usr/bin/env node
import { Project } from './project.ts'
import { run } from './run.ts'

process.exitCode = run(process.argv.slice(2), {
  // npm changes into the root of the repository; INIT_CWD is where the user was.
  folder: process.env.INIT_CWD ?? process.cwd(),
  project: new Project(),
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
})
