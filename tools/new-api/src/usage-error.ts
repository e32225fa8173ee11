/** What the user can mend. The message is one line that says what is wrong, where, and what to do. */
export class UsageError extends Error {}
