import type { Fact, FactKind, FactOf } from '../facts/fact.ts'
import {
  checkExample,
  checkExampleProperty,
  checkRequestBody,
  checkRequestEnumValue,
  checkRequestProperty,
  checkRequestPropertyLimit,
  checkRequestPropertyMark,
  checkResponseBody,
  checkTypeName,
  checkValueWrapper,
} from './check-body-facts.ts'
import {
  checkDeprecatedOperation,
  checkErrorCode,
  checkNoParameter,
  checkNoRequestBody,
  checkNoResponseBody,
  checkOperation,
  checkParameter,
  checkParameterEnumValue,
  checkParameterLimit,
  checkParameterRequired,
  checkPermission,
  checkRequestMediaType,
  checkResponseHeader,
  checkResponseMediaType,
  checkStatus,
} from './check-operation-facts.ts'
import {
  checkBaseType,
  checkDeprecated,
  checkKey,
  checkMethod,
  checkOpenType,
  checkPropertyLimit,
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
  'deprecated-operation': checkDeprecatedOperation,
  parameter: checkParameter,
  'parameter-required': checkParameterRequired,
  'parameter-enum-value': checkParameterEnumValue,
  'parameter-limit': checkParameterLimit,
  'no-parameter': checkNoParameter,
  permission: checkPermission,
  'request-media-type': checkRequestMediaType,
  'request-body': checkRequestBody,
  'no-request-body': checkNoRequestBody,
  'request-property': checkRequestProperty,
  'request-property-mark': checkRequestPropertyMark,
  'request-enum-value': checkRequestEnumValue,
  'request-property-limit': checkRequestPropertyLimit,
  status: checkStatus,
  'response-body': checkResponseBody,
  'no-response-body': checkNoResponseBody,
  'response-media-type': checkResponseMediaType,
  'response-header': checkResponseHeader,
  'error-code': checkErrorCode,
  example: checkExample,
  'example-property': checkExampleProperty,
  'type-name': checkTypeName,
  'value-wrapper': checkValueWrapper,
  resource: checkResource,
  property: checkResourceProperty,
  'property-mark': checkPropertyMark,
  'property-limit': checkPropertyLimit,
  deprecated: checkDeprecated,
  key: checkKey,
  'open-type': checkOpenType,
  'base-type': checkBaseType,
  relationship: checkRelationship,
  'enum-value': checkResourceEnumValue,
  method: checkMethod,
}

/** How the description compares with one fact. */
export function checkFact(comparison: Comparison, fact: Fact): Verdict {
  const check = CHECKS[fact.kind] as (comparison: Comparison, fact: Fact) => Verdict
  return check(comparison, fact)
}
