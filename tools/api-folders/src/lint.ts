// Lints the API whose folder this runs in. The gaps of a draft are printed as a to-do list and do not fail.
import { spawnSync } from 'node:child_process'
import { basename, dirname } from 'node:path'
import { isDraft } from './api-folders.ts'
import { findGaps, lintCommand, todoList } from './gaps.ts'

const folder = process.cwd()
const api = basename(folder)

if (isDraft(api, dirname(folder))) {
  const gaps = findGaps(folder)
  console.log(`specs/${api} is a draft. Left to do, by rule, each with its first place:\n${todoList(gaps)}`)
} else {
  const { status } = spawnSync(process.execPath, lintCommand, { stdio: 'inherit' })
  process.exitCode = status ?? 1
}
