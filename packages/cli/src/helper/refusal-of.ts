import { CliError } from '../cli-error.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { type CheckedCredential, type Refusal, refusalIn, requestRegistryToken } from '../server/check-token.ts';

/** A pull waits for it, so a server that is away costs no more than this. */
const TIMEOUT_MS = 2_000;

/** Why the server refuses a token, or undefined: where it does not, and where it cannot be asked now. */
export async function refusalOf(
  host: string,
  credential: CheckedCredential,
  proxies: NodeJS.ProcessEnv,
): Promise<Refusal | undefined> {
  try {
    return refusalIn(await requestRegistryToken(host, credential, { proxies, timeoutMs: TIMEOUT_MS }));
  } catch (error) {
    if (error instanceof CliError && error.exitCode === EXIT_CODE.unreachable) return undefined;
    throw error;
  }
}
