import { inspect } from 'node:util';

const REDACTED = '[secret]';

/**
 * A value that must not be seen. It prints as `[secret]` wherever text is made of it (attack 35);
 * only `reveal()` gives the text, so every place that does can be found by that word.
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
