import apis from 'clientele:descriptions'
import type { Api } from './document.ts'
import { type OperationModel, operationModels } from './operation.ts'
import { type SchemaModel, schemaModels } from './schema-model.ts'

/** Everything that one API contributes to the site, computed once for all pages. */
export interface SiteApi extends Api {
  operations: OperationModel[]
  schemas: SchemaModel[]
}

export const siteApis: SiteApi[] = apis.map((entry) => {
  const operations = operationModels(entry)
  return { ...entry, operations, schemas: schemaModels(entry, operations) }
})
