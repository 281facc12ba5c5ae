/** Failures of one account from one network within 15 minutes before it has to wait: enough for a forgetful owner. */
export const FAILURES_BEFORE_WAIT = 10;
