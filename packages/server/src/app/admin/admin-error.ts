/** A fault of the operator's, in one line that says what to do. */
export class AdminError extends Error {}
