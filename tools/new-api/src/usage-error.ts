/** A mistake that the user can correct. The message is one line that says what is wrong, where, and what to do. */
export class UsageError extends Error {}
