import { CliError } from '../cli-error.ts';
import { EXIT_CODE } from '../exit-code.ts';
import {
  type CheckedCredential,
  organizationsIn,
  type Refusal,
  refusalIn,
  requestRegistryToken,
  type TokenRequestOptions,
} from '../server/check-token.ts';

/** A pull waits for it, so a server that is away costs no more than this. */
const TIMEOUT_MS = 2_000;

/** What the server says of a token; both undefined where it cannot be asked now. */
export interface ServerWord {
  /** Why it refuses the token; undefined where it does not. */
  readonly refusal: Refusal | undefined;
  /** Those that the account belongs to now, where they were asked for and are told. */
  readonly organizations: readonly string[] | undefined;
}

export async function askServer(
  host: string,
  credential: CheckedCredential,
  options: TokenRequestOptions,
): Promise<ServerWord> {
  try {
    const answer = await requestRegistryToken(host, credential, { ...options, timeoutMs: TIMEOUT_MS });
    return { refusal: refusalIn(answer), organizations: organizationsIn(answer) };
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== EXIT_CODE.unreachable) throw error;
    return { refusal: undefined, organizations: undefined };
  }
}
