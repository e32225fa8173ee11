export { generateTable } from './generate-table.ts'
