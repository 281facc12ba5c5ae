import type { Secret } from '@lanyard/core/secret';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain text. It can contain a link that is a credential. */
  readonly text: Secret;
}

/** Why a mail was not sent. It contains only codes, because a server's text can quote addresses. */
export class MailFault extends Error {
  /** Whether the same mail can succeed later. */
  readonly isPassing: boolean;
  readonly code: unknown;
  readonly responseCode: unknown;

  constructor(name: string, isPassing: boolean, codes: { readonly code?: unknown; readonly responseCode?: unknown }) {
    super('the mail server did not take a mail');
    this.name = name;
    this.isPassing = isPassing;
    this.code = codes.code;
    this.responseCode = codes.responseCode;
  }
}

export interface Mailer {
  /** Resolves when the mail server has accepted the mail. Errors: MailFault. */
  deliver(mail: Mail): Promise<void>;
  close(): void;
}
