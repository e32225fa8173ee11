import type { Readable } from 'openapi-typescript-helpers'
import type { AbortError, ApiError, NetworkError, ParseError, TimeoutError, TokenError } from '../errors.ts'

/** The JSON of one answer in the description. */
type Json<Answer> = Answer extends { content: { 'application/json': infer Body } }
  ? Body
  : Answer extends { content: { 'application/problem+json': infer Body } }
    ? Body
    : never

type SuccessStatus = 200 | 201 | 202 | 203 | 206

/** What an operation returns when it succeeds; `undefined` where the description has no body. */
export type Data<Operation> = Operation extends { responses: infer Answers }
  ? Success<
      { [Status in keyof Answers & SuccessStatus]: Json<Answers[Status]> }[keyof Answers & SuccessStatus]
    >
  : never

type Success<Body> = [Body] extends [never] ? undefined : Readable<Body>

/** Statuses that a range such as `4XX` covers, unless the description lists them separately. */
type ClientStatus =
  | 400
  | 401
  | 402
  | 403
  | 404
  | 405
  | 406
  | 407
  | 408
  | 409
  | 410
  | 411
  | 412
  | 413
  | 414
  | 415
  | 416
  | 417
  | 418
  | 421
  | 422
  | 423
  | 424
  | 425
  | 426
  | 428
  | 429
  | 431
  | 451
type ServerStatus = 500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 509 | 510 | 511

/** The failed answers of an operation, one `ApiError` type for each status in the description. */
export type Refusal<Answers> = {
  [Status in keyof Answers]: Status extends '4XX'
    ? ApiError<Exclude<ClientStatus, keyof Answers>, Json<Answers[Status]>>
    : Status extends '5XX'
      ? ApiError<Exclude<ServerStatus, keyof Answers>, Json<Answers[Status]>>
      : Status extends 'default'
        ? ApiError<Exclude<ClientStatus | ServerStatus, keyof Answers>, Json<Answers[Status]>>
        : Status extends ClientStatus | ServerStatus
          ? ApiError<Status, Json<Answers[Status]>>
          : never
}[keyof Answers]

/** Every way in which an operation can fail. Checking `status` narrows it to the answers with that status. */
export type Failure<Operation> =
  | (Operation extends { responses: infer Answers } ? Refusal<Answers> : never)
  | Accident

/** What can happen to every call. */
export type Accident = NetworkError | TimeoutError | AbortError | ParseError | TokenError

/** What a verb resolves to: never both, never neither. */
export type Result<Content, Failed> =
  | { data: Content; error?: never; response: Response }
  | { data?: never; error: Failed; response: Response | undefined }
