export { generateTable } from './generate-table.ts'
export { readOperations } from './read-operations.ts'
