import type { ClientScope } from '@lanyard/core/command-lines/client-scope';
import { Secret } from '@lanyard/core/secret';
import { CliError, EXIT_CODE, failed, refused } from '../cli-error.ts';
import { userAgentOf } from '../environment.ts';
import { printable } from '../foreign-text.ts';
import type { Server } from './discover-server.ts';
import { CLIENT_ID, type OAuthTokens, oauthTokens } from './oauth.ts';
import { reasonOf, refusal } from './refusal.ts';
import { requireSameOrigin } from './require-safe-realm.ts';
import { type Answer, sendRequest } from './send-request.ts';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const DEFAULT_INTERVAL_SECONDS = 5;
const SLOW_DOWN_SECONDS = 5;
const LONGEST_INTERVAL_SECONDS = 60;

const STRANGER = 'nothing was sent to the registry; ask the administrator of the server whether it belongs to it';

/** A device authorization (RFC 8628, 3.2). */
export interface DeviceCode {
  readonly deviceCode: Secret;
  readonly userCode: string;
  readonly page: string;
  /** The page with the code filled in. */
  readonly pageWithCode: string;
  readonly expiresInSeconds: number;
  readonly intervalSeconds: number;
}

/** What somebody approves: the registry of the token, and what this program may do besides. */
export interface LoginRequest {
  readonly registry: string;
  readonly scopes: readonly ClientScope[];
  /** The name of this machine. The page of approval and the token show it. */
  readonly machine: string;
}

/**
 * Throws unless the server confirms that the registry is its own. Any registry can name any server, and the token that
 * the registry would get is valid for all registries of that server (attack 45).
 */
export async function requestDeviceCode(
  server: Server,
  { registry, scopes, machine }: LoginRequest,
  proxies: NodeJS.ProcessEnv,
): Promise<DeviceCode> {
  const scope = ['openid', 'offline_access', ...scopes].join(' ');
  const form = { client_id: CLIENT_ID, scope, registry };
  const answer = await sendRequest({
    method: 'POST',
    url: server.deviceAuthorization,
    form,
    proxies,
    userAgent: userAgentOf(machine),
  });
  if (answer.body.error === 'invalid_target') {
    throw refused(`${server.origin} gives no access token for ${registry}: ${reasonOf(answer)}`, STRANGER);
  }
  if (answer.status !== 200) throw refusal(answer, `${server.origin} gave no sign-in code`);
  if (answer.body.registry !== registry)
    throw refused(`${server.origin} does not confirm that ${registry} is its own`, STRANGER);
  const { device_code: code, user_code: userCode, verification_uri: page } = answer.body;
  if (typeof code !== 'string' || typeof userCode !== 'string')
    throw failed('the server gave an answer without a code');
  // A browser opens it, so it must be a page of the server itself.
  const pageOf = (address: unknown) => requireSameOrigin(String(address), server.origin, 'sign-in page');
  return {
    deviceCode: new Secret(code),
    userCode: printable(userCode, 40),
    page: pageOf(page),
    pageWithCode: pageOf(answer.body.verification_uri_complete ?? page),
    expiresInSeconds: seconds(answer.body.expires_in, 600),
    intervalSeconds: seconds(answer.body.interval, DEFAULT_INTERVAL_SECONDS),
  };
}

/** The clock for waiting, in milliseconds. */
export interface Patience {
  readonly proxies: NodeJS.ProcessEnv;
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

/** Waits until somebody approves the code (RFC 8628, 3.4). Throws when it is refused or expires. */
export async function awaitApproval(server: Server, code: DeviceCode, patience: Patience): Promise<OAuthTokens> {
  const form = { grant_type: DEVICE_GRANT, device_code: code.deviceCode.reveal(), client_id: CLIENT_ID };
  const endsAt = patience.now() + code.expiresInSeconds * 1000;
  let intervalSeconds = code.intervalSeconds;
  while (patience.now() < endsAt) {
    await patience.sleep(intervalSeconds * 1000);
    const answer = await poll(server, form, patience.proxies);
    if (answer?.status === 200) return oauthTokens(answer);
    intervalSeconds = nextInterval(intervalSeconds, answer);
  }
  throw expired();
}

/** Undefined if the server could not be reached: one lost answer must not end a sign-in. */
async function poll(server: Server, form: Record<string, string>, proxies: NodeJS.ProcessEnv) {
  try {
    return await sendRequest({ method: 'POST', url: server.token, form, proxies });
  } catch (error) {
    if (error instanceof CliError && error.exitCode === EXIT_CODE.unreachable) return undefined;
    throw error;
  }
}

function nextInterval(intervalSeconds: number, answer: Answer | undefined): number {
  if (!answer || answer.status >= 500) return Math.min(intervalSeconds * 2, LONGEST_INTERVAL_SECONDS);
  const { error } = answer.body;
  if (error === 'authorization_pending') return intervalSeconds;
  if (error === 'slow_down') return intervalSeconds + SLOW_DOWN_SECONDS;
  if (error === 'expired_token') throw expired();
  if (error === 'access_denied') throw refused('the sign-in was refused in the browser');
  throw refusal(answer, 'the server refused the sign-in');
}

function expired() {
  return failed('the code expired before it was approved', 'run the same command again');
}

function seconds(value: unknown, fallback: number): number {
  return typeof value === 'number' && value >= 1 && value <= 3600 ? value : fallback;
}
