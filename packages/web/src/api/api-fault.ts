export interface FaultDetails {
  readonly field?: string | undefined;
  readonly code?: string | undefined;
  readonly organization?: string | undefined;
}

/** What the server said no to, in its own words; `field` where one field of the form is at fault. */
export class ApiFault extends Error {
  readonly status: number;
  readonly field: string | undefined;
  /** For programs, as `fresh-sign-in-required`. */
  readonly code: string | undefined;
  /** Whose single sign-on it takes. */
  readonly organization: string | undefined;

  constructor(status: number, message: string, { field, code, organization }: FaultDetails = {}) {
    super(message);
    this.name = 'ApiFault';
    this.status = status;
    this.field = field;
    this.code = code;
    this.organization = organization;
  }
}

/** The server could not be reached, or what answered was not it. */
export class ConnectionFault extends Error {
  constructor() {
    super('The server cannot be reached. Nothing you typed is lost: try again when the connection is back.');
    this.name = 'ConnectionFault';
  }
}

/** A sentence for a person. */
export function faultText(fault: unknown): string {
  const text = fault instanceof Error ? fault.message : 'Something went wrong.';
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
