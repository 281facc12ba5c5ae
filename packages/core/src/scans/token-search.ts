import { TOKEN_KIND_NAMES } from '../tokens/access-token.ts';
import { parseTokenKind } from '../tokens/token-format.ts';

const START = Buffer.from('lyd_');
const LONGEST_TOKEN = Math.max(...TOKEN_KIND_NAMES.map((kind) => `lyd_${kind}_`.length)) + 36;
const CANDIDATE = new RegExp(`^lyd_(?:${TOKEN_KIND_NAMES.join('|')})_[0-9A-Za-z]{36}`);

export interface SearchLimits {
  /** Of texts that begin as a token does: each costs a checksum. */
  readonly maximumCandidates: number;
  /** Of different tokens with a right checksum: each costs a look-up. */
  readonly maximumTokens: number;
}

/** For one layer, so that a layer of made-up tokens is neither a load nor a way to ask which tokens are real. */
export const SEARCH_LIMITS: SearchLimits = { maximumCandidates: 100_000, maximumTokens: 50 };

/** Where a text that is a token of ours by its checksum was found. Only a server knows whether it is one. */
export interface FoundToken {
  readonly text: string;
  readonly path: string;
}

/**
 * Looks for access tokens of ours in files as they stream by: in plain text, not in archives inside them. The text is a
 * secret: anyone who has it must not print it.
 */
export class TokenSearch {
  readonly #limits: SearchLimits;
  readonly #found = new Map<string, FoundToken>();
  #candidates = 0;
  #path = '';
  #tail: Buffer = Buffer.alloc(0);

  constructor(limits: SearchLimits = SEARCH_LIMITS) {
    this.#limits = limits;
  }

  get found(): readonly FoundToken[] {
    return [...this.#found.values()];
  }

  /** Whether a limit ended the search: there may be more. */
  get isCutOff(): boolean {
    const { maximumCandidates, maximumTokens } = this.#limits;
    return this.#candidates >= maximumCandidates || this.#found.size >= maximumTokens;
  }

  begin(path: string): void {
    this.#path = path;
    this.#tail = Buffer.alloc(0);
  }

  read(chunk: Buffer): void {
    if (this.isCutOff) return;
    // A token may lie over the end of a part.
    const joint = Buffer.concat([this.#tail, chunk.subarray(0, LONGEST_TOKEN - 1)]);
    if (this.#tail.length > 0) this.#search(joint);
    this.#search(chunk);
    const last = chunk.length >= LONGEST_TOKEN ? chunk : Buffer.concat([this.#tail, chunk]);
    this.#tail = Buffer.from(last.subarray(-(LONGEST_TOKEN - 1)));
  }

  #search(bytes: Buffer): void {
    for (let at = bytes.indexOf(START); at !== -1 && !this.isCutOff; at = bytes.indexOf(START, at + START.length)) {
      this.#candidates += 1;
      const text = CANDIDATE.exec(bytes.toString('latin1', at, at + LONGEST_TOKEN))?.[0];
      if (text === undefined || parseTokenKind(text) === undefined || this.#found.has(text)) continue;
      this.#found.set(text, { text, path: this.#path });
    }
  }
}
