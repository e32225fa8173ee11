import type { Fact, FactKind, FactOf } from '../facts/fact.ts'
import {
  checkExample,
  checkExampleProperty,
  checkRequestBody,
  checkRequestEnumValue,
  checkRequestProperty,
  checkRequestPropertyMark,
  checkResponseBody,
  checkTypeName,
  checkValueWrapper,
} from './check-body-facts.ts'
import {
  checkNoParameter,
  checkNoRequestBody,
  checkNoResponseBody,
  checkOperation,
  checkParameter,
  checkParameterRequired,
  checkPermission,
  checkRequestMediaType,
  checkResponseHeader,
  checkResponseMediaType,
  checkStatus,
} from './check-operation-facts.ts'
import {
  checkBaseType,
  checkKey,
  checkMethod,
  checkOpenType,
  checkPropertyMark,
  checkRelationship,
  checkResource,
  checkResourceEnumValue,
  checkResourceProperty,
} from './check-resource-facts.ts'
import type { Comparison, Verdict } from './verdict.ts'

type Checks = { [Kind in FactKind]: (comparison: Comparison, fact: FactOf<Kind>) => Verdict }

const CHECKS: Checks = {
  operation: checkOperation,
  parameter: checkParameter,
  'parameter-required': checkParameterRequired,
  'no-parameter': checkNoParameter,
  permission: checkPermission,
  'request-media-type': checkRequestMediaType,
  'request-body': checkRequestBody,
  'no-request-body': checkNoRequestBody,
  'request-property': checkRequestProperty,
  'request-property-mark': checkRequestPropertyMark,
  'request-enum-value': checkRequestEnumValue,
  status: checkStatus,
  'response-body': checkResponseBody,
  'no-response-body': checkNoResponseBody,
  'response-media-type': checkResponseMediaType,
  'response-header': checkResponseHeader,
  example: checkExample,
  'example-property': checkExampleProperty,
  'type-name': checkTypeName,
  'value-wrapper': checkValueWrapper,
  resource: checkResource,
  property: checkResourceProperty,
  'property-mark': checkPropertyMark,
  key: checkKey,
  'open-type': checkOpenType,
  'base-type': checkBaseType,
  relationship: checkRelationship,
  'enum-value': checkResourceEnumValue,
  method: checkMethod,
}

/** How the description stands to one fact. */
export function checkFact(comparison: Comparison, fact: Fact): Verdict {
  const check = CHECKS[fact.kind] as (comparison: Comparison, fact: Fact) => Verdict
  return check(comparison, fact)
}
