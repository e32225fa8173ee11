export { danglingReferences } from './dangling.ts'
export { Description, isObject, isReference, type Media } from './description.ts'
export type {
  Described,
  ExampleObject,
  ExternalDocumentationObject,
  HeaderObject,
  JsonObject,
  MediaTypeObject,
  OpenApiObject,
  OperationObject,
  ParameterObject,
  PathItemObject,
  ReferenceObject,
  RequestBodyObject,
  ResponseObject,
  SchemaObject,
  SecurityRequirementObject,
  SecuritySchemeObject,
  ServerObject,
} from './openapi.ts'
export { type Operation, serializationOf, serverUrl } from './operation.ts'
export {
  componentName,
  joinPointer,
  type Located,
  type Member,
  pointerSteps,
  referencePointer,
  valueAt,
} from './pointer.ts'
export { allowsNull, flatten, typesOf, variantsOf, withoutAnnotations } from './schema.ts'
export { type Security, securityOf } from './security.ts'
