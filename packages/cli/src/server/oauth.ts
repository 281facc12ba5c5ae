import { Secret } from '@lanyard/core/secret';
import { CliError, EXIT_CODE, failed } from '../cli-error.ts';
import { printable } from '../foreign-text.ts';
import type { CommandLine } from '../secrets/command-line.ts';
import { discoverServer } from './discover-server.ts';
import { refusal } from './refusal.ts';
import { type Answer, sendRequest } from './send-request.ts';

export const CLIENT_ID = 'lanyard-cli';

export interface OAuthTokens {
  /** Valid for minutes, and stored nowhere. */
  readonly accessToken: Secret;
  /** Valid until its first use. */
  readonly refreshToken: Secret;
}

/** The tokens in a successful answer of the token endpoint (RFC 6749, 5.1). */
export function oauthTokens({ body }: Answer): OAuthTokens {
  const { access_token: access, refresh_token: refresh } = body;
  if (typeof access !== 'string' || typeof refresh !== 'string')
    throw failed('the server gave an answer without tokens');
  return { accessToken: new Secret(access), refreshToken: new Secret(refresh) };
}

export type Sleep = (milliseconds: number) => Promise<unknown>;

const LONGEST_PAUSE_SECONDS = 10;

/**
 * The answer to a refresh (RFC 6749, 6). If the answer was lost, it tries once more, because the server can distinguish
 * such a retry from theft. The server may first ask for a pause, to distinguish a retry of one program from two
 * programs at the same time.
 */
export async function exchangeRefreshToken(
  { server, refreshToken }: CommandLine,
  proxies: NodeJS.ProcessEnv,
  sleep: Sleep,
): Promise<Answer> {
  const { token } = await discoverServer(server, proxies);
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken.reveal(), client_id: CLIENT_ID };
  const exchange = () => sendRequest({ method: 'POST', url: token, form, proxies });
  const answer = await exchange().catch((error: unknown) => {
    if (error instanceof CliError && error.exitCode === EXIT_CODE.unreachable) return exchange();
    throw error;
  });
  if (answer.status !== 429) return answer;
  await sleep(pauseMs(answer));
  return exchange();
}

function pauseMs(answer: Answer): number {
  const seconds = Number(answer.header('retry-after') ?? 1);
  return Math.min(Number.isFinite(seconds) ? seconds : 1, LONGEST_PAUSE_SECONDS) * 1000;
}

/** An access token that a sign-in created, and that still works after the sign-in has ended. */
export interface LeftToken {
  readonly id: string;
  readonly description: string;
}

/**
 * Ends a sign-in on the server, together with its auto-generated token (RFC 7009). `tokens: 'all'` also deletes the
 * tokens that a person created with it. Otherwise they are returned.
 */
export async function endCommandLine(
  commandLine: Pick<CommandLine, 'server' | 'refreshToken'>,
  proxies: NodeJS.ProcessEnv,
  tokens: 'auto' | 'all' = 'auto',
): Promise<readonly LeftToken[]> {
  const { revocation } = await discoverServer(commandLine.server, proxies);
  const form = {
    token: commandLine.refreshToken.reveal(),
    token_type_hint: 'refresh_token',
    tokens,
    client_id: CLIENT_ID,
  };
  const answer = await sendRequest({ method: 'POST', url: revocation, form, proxies });
  if (answer.status !== 200) throw refusal(answer, `${commandLine.server} did not end the command-line login`);
  return Array.isArray(answer.body.tokens_left) ? answer.body.tokens_left.map(leftToken) : [];
}

function leftToken(value: unknown): LeftToken {
  const { id, description } = (value ?? {}) as Partial<Record<keyof LeftToken, unknown>>;
  return { id: printable(String(id), 40), description: printable(String(description)) };
}
