export { apiNames, findMismatches, isDraft, scriptsOfApi, specsFolder, workspaceOf } from './api-folders.ts'
export { findGaps, type Gap, todoList } from './gaps.ts'
