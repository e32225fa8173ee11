export { apiNames, findMismatches, specsFolder, workspaceOf } from './api-folders.ts'
