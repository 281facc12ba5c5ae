import { refusalInWords } from '@lanyard/core/field-words';

export interface FaultDetails {
  readonly field?: string | undefined;
  readonly code?: string | undefined;
  readonly organization?: string | undefined;
}

/**
 * The server refused a request. The message is the server's text. `field` is set if one field of the form has the
 * fault.
 */
export class ApiFault extends Error {
  readonly status: number;
  readonly field: string | undefined;
  /** The error code, such as `fresh-sign-in-required`. */
  readonly code: string | undefined;
  /** The organization whose single sign-on is required. */
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

/** The server could not be reached, or something else answered. */
export class ConnectionFault extends Error {
  constructor() {
    super('The server cannot be reached. Nothing you typed is lost: try again when the connection is back.');
    this.name = 'ConnectionFault';
  }
}

function textOf(fault: unknown): string {
  if (fault instanceof ApiFault) return refusalInWords(fault.message, fault.field);
  return fault instanceof Error ? fault.message : 'Something went wrong.';
}

/** A sentence for a person. */
export function faultText(fault: unknown): string {
  const text = textOf(fault);
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
