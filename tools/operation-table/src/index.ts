export { generateTable } from './generate-table.ts'
export { readOperations } from './read-operations.ts'
export { readSecurity, type Security } from './read-security.ts'
