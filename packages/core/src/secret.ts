import { inspect } from 'node:util';

const REDACTED = '[secret]';

/**
 * A value that must not be visible. Converted to text, it is `[secret]` (attack 35). Only `reveal()` returns the real
 * text, so a search for that word finds every place that does.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
