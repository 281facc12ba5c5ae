const MAXIMUM_QUOTED = 80;
const UNPRINTABLE = /[^\x20-\x7e]/g;

/** Describes the fault of a SAML document in a few words. The code that catches it decides how to refuse. */
export class SamlFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SamlFault';
  }
}

/** Another party's text, safe for the log: at most 80 characters, all printable. */
export function quoted(text: string): string {
  return text.slice(0, MAXIMUM_QUOTED).replaceAll(UNPRINTABLE, '?');
}
