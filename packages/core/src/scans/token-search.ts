import { parseTokenKind, TOKEN_KIND_NAMES } from '../tokens/access-token.ts';
import { shownPath } from './verdict.ts';

const START = Buffer.from('lyd_');
const LONGEST_TOKEN = Math.max(...TOKEN_KIND_NAMES.map((kind) => `lyd_${kind}_`.length)) + 36;
const CANDIDATE = new RegExp(`^lyd_(?:${TOKEN_KIND_NAMES.join('|')})_[0-9A-Za-z]{36}`);

export interface SearchLimits {
  /** The limit for texts that begin like a token. Each costs a checksum. */
  readonly maximumCandidates: number;
  /** The limit for different tokens with a correct checksum. Each costs a look-up. */
  readonly maximumTokens: number;
}

/**
 * The limits for one layer. So a layer of made-up tokens neither causes load nor lets anyone find out which tokens are
 * real.
 */
export const SEARCH_LIMITS: SearchLimits = { maximumCandidates: 100_000, maximumTokens: 50 };

/**
 * Where a text with the format and checksum of our tokens was found. Only the server knows whether the token is real.
 */
export interface FoundToken {
  readonly text: string;
  readonly path: string;
}

/**
 * Looks for our access tokens in files while they stream through: in plain text, not in archives inside them. A found
 * text is a secret. The caller must not print it.
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

  /** Whether a limit stopped the search. Then there can be more tokens. */
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
    // A token can begin in one part and end in the next.
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
      this.#found.set(text, { text, path: shownPath(this.#path) });
    }
  }
}
