const MAXIMUM_QUOTED = 80;
const UNPRINTABLE = /[^\x20-\x7e]/g;

/** What is wrong with a SAML document, in a few words. The code that catches it decides which refusal that is. */
export class SamlFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SamlFault';
  }
}

/** A foreign text as a log may show it: at most 80 characters, printable ones. */
export function quoted(text: string): string {
  return text.slice(0, MAXIMUM_QUOTED).replaceAll(UNPRINTABLE, '?');
}
