import { clientLabel } from '@lanyard/core/command-lines/client-label';
import { CLIENT_SCOPES } from '@lanyard/core/command-lines/client-scope';
import type { CommandLinePolicy } from '@lanyard/core/command-lines/command-line-policy';
import { formatUserCode, parseUserCode } from '@lanyard/core/command-lines/user-code';
import { DomainError } from '@lanyard/core/domain-error';
import { durationInWords } from '@lanyard/core/duration-in-words';
import { isFreshSignIn } from '@lanyard/core/sessions/login-flow';
import { z } from 'zod';
import type { AccountCaller } from '../../features/access/caller.ts';
import { decideDeviceLogin, openUserCode } from '../../features/command-lines/approve-device-login.ts';
import { stopsOfAutoToken } from '../../features/command-lines/auto-tokens.ts';
import { policyOf } from '../../features/command-lines/command-lines.ts';
import { recognizeHost } from '../../features/registries/registry-hosts.ts';
import type { TokenStopThere } from '../../features/tokens/stops-of-token.ts';
import { isoTime } from '../../http/api-schema.ts';
import { statusOf, textOf } from '../../http/error-table.ts';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import type { DeviceCode } from '../../store/records/command-lines/device-codes.ts';
import { HTML, html, messagePage, page } from './page.ts';

const common = { surface: 'page', cache: 'no-store' } as const;
const answers = { 200: z.string(), 303: z.string() };
const userCode = z.string().max(64);
const DAY_SECONDS = 86_400;

/** The page where a person approves a command line's sign-in. */
export const activateRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/activate',
    summary: 'Show the page to enter the code of a command line; a code in the address only fills the field in',
    credential: 'optional-session',
    scope: 'anyone',
    csrf: 'none',
    rate: 'none',
    audit: [],
    request: { query: z.object({ user_code: userCode.default('') }) },
    answers,
    handle: async ({ services, caller, query }) => {
      if (!caller || !isFresh(services, caller)) return signInFirst(query.user_code);
      // Any site can make a browser open an address, so opening this one must neither claim a code nor use up guesses
      // (attack 46).
      return pageAnswer(200, enterCodePage(caller, { typed: query.user_code }));
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/activate',
    summary: 'Look at the login of a command line by its code; with a decision, approve or refuse it',
    credential: 'session',
    scope: 'own',
    csrf: 'origin',
    freshSignIn: { notNeeded: 'to refuse must not wait; to approve, the use case asks' },
    rate: ['code-guesses', 'waiting-codes', 'new-rows'],
    audit: ['sign-in.approved', 'sign-in.refused'],
    request: { body: z.strictObject({ user_code: userCode, decision: z.enum(['approved', 'refused']).optional() }) },
    answers,
    handle: async ({ services, caller, body }) => {
      if (body.decision !== 'refused' && !isFresh(services, caller)) return signInFirst(body.user_code);
      if (body.decision === undefined) return confirm(services, caller, body.user_code);
      await decideDeviceLogin(services, caller, body.user_code, body.decision);
      const [title, text] = OUTCOMES[body.decision];
      return pageAnswer(200, messagePage(title, text));
    },
  }),
];

const OUTCOMES = {
  approved: ['Approved', 'your command line continues by itself; you can close this page'],
  refused: ['Refused', 'the command line gets no access'],
} as const;

/** An approval creates a token, so it needs a fresh sign-in, with every step that the account requires (R34). */
function isFresh({ clock }: Services, { authenticatedAt }: AccountCaller): boolean {
  return authenticatedAt !== null && isFreshSignIn(authenticatedAt, clock.now());
}

/** The sign-in page leads back here, whatever steps the sign-in has. */
function signInFirst(userCode: string): Answer {
  const next = userCode.trim() === '' ? '/activate' : `/activate?user_code=${encodeURIComponent(userCode)}`;
  const location = `/sign-in?next=${encodeURIComponent(next)}`;
  return { status: 303, body: '', headers: { ...HTML, Location: location } };
}

async function confirm(services: Services, caller: AccountCaller, text: string): Promise<Answer> {
  try {
    const code = await openUserCode(services, caller, text);
    return pageAnswer(200, confirmPage(caller, text, await askedOf(services, caller, code)));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return pageAnswer(statusOf(error), enterCodePage(caller, { fault: faultOf(error), typed: text }));
  }
}

function faultOf(error: DomainError): string {
  if (error.code !== 'not-found') return textOf(error);
  return 'no sign-in waits for this code; compare it with your command line, or start again there';
}

function pageAnswer(status: number, body: string): Answer {
  return { status, body, headers: HTML };
}

interface EnterCode {
  readonly fault?: string;
  /** The typed code, so that the person can correct it, or the code in the address. */
  readonly typed: string;
}

function enterCodePage(caller: AccountCaller, { fault, typed }: EnterCode): string {
  const shown = /^[A-Za-z\s-]{1,24}$/.test(typed) ? typed : '';
  return page(
    'Enter the code',
    html`${faultLine(fault)}<p>Your command line shows it. You are signed in as <strong>${caller.account.name}</strong>.</p>
<form method="post" action="/activate">
<label for="user_code">Code</label>
<input id="user_code" class="code" name="user_code" value="${shown}" autocomplete="off" autocapitalize="characters" spellcheck="false" required autofocus>
<div class="actions"><button class="main" type="submit">Continue</button></div>
</form>`,
  );
}

/** What a person decides about: the waiting login, the decision, and whether the registry belongs to this server. */
interface Asked {
  readonly code: DeviceCode;
  readonly policy: CommandLinePolicy;
  readonly host: 'none' | 'known' | 'unknown';
  /** Organizations that its token does not reach, or soon no longer, because it lives too long for them. */
  readonly stops: readonly TokenStopThere[];
  readonly now: number;
}

async function askedOf(services: Services, caller: AccountCaller, code: DeviceCode): Promise<Asked> {
  const { read } = services.store;
  const host = code.registryHost === null ? 'none' : await recognizeHost(services, read, code.registryHost);
  const policy = await policyOf(read, caller.account);
  const stops = await stopsOfAutoToken(services, caller, policy);
  return { code, policy, host, stops, now: services.clock.now() };
}

/** Everything that a person must know before approving (R30). */
function confirmPage(caller: AccountCaller, userCode: string, { code, policy, host, stops, now }: Asked): string {
  const shown = formatUserCode(parseUserCode(userCode) ?? '');
  return page(
    'Approve this sign-in?',
    html`<p>A command line asks to act for <strong>${caller.account.name}</strong>. Approve only if you started it yourself,
and it shows this code.</p>
<dl>
<dt>Code</dt><dd class="code">${shown}</dd>
<dt>Program</dt><dd>${clientLabel(code.client)}</dd>
<dt>Address</dt><dd>${code.address}</dd>
${registryLines(code, host)}
<dt>It may</dt><dd>${allowedTo(code)}</dd>
<dt>It may not</dt><dd>change your account, its password or second factors, organizations, members, roles, or this server</dd>
${stopLines(stops, now)}
<dt>For</dt><dd>${days(policy.lifetimeSeconds)} at most; it ends when unused for ${days(policy.idleSeconds)}</dd>
<dt>Keeps</dt><dd>the ${policy.autoTokensKept} most recently used command-line logins; if there are more, the least recently used one is removed</dd>
</dl>
<form method="post" action="/activate">
<input type="hidden" name="user_code" value="${shown}">
<div class="actions">
<button class="main" type="submit" name="decision" value="approved">Approve</button>
<button type="submit" name="decision" value="refused">Refuse</button>
</div>
</form>`,
  );
}

/** A stranger's registry can name this server to get one of our tokens (attack 45). */
function registryLines({ registryHost }: DeviceCode, host: Asked['host']) {
  if (host === 'none') return undefined;
  const warning = html`<br><span class="fault">This server does not know this registry. Your access token is sent there.
Approve only if you know who runs it.</span>`;
  return html`<dt>Registry</dt><dd>${registryHost ?? ''}${host === 'unknown' ? warning : undefined}</dd>`;
}

/** The form of this token, and its notice (decision 43). */
function stopLines(stops: Asked['stops'], now: number) {
  if (stops.length === 0) return undefined;
  const lines = stops.map(({ organization, seconds, at }) => {
    const from = at <= now ? '' : ` from ${isoTime(at).slice(0, 10)} on`;
    return html`<li>${organization}${from}: it accepts an auto-generated access token for ${durationInWords(seconds)} at most</li>`;
  });
  return html`<dt>It will not reach</dt><dd><ul>${lines}</ul>Sign in again then. To sign in less often, generate an access token whose expiry the organization accepts, and log in with that.</dd>`;
}

/** Describes exactly what its token can do. The matrix of routes enforces these scopes (R48). */
function allowedTo({ scopes }: DeviceCode) {
  return html`<ul>
<li>create one access token. With it, docker and other programs can pull, push and delete in every repository in which you can, unless an organization restricts auto-generated tokens</li>
${scopes.map((scope) => html`<li>${CLIENT_SCOPES[scope]}</li>`)}
</ul>`;
}

function faultLine(fault: string | undefined) {
  return fault === undefined
    ? undefined
    : html`<p class="fault" role="alert">${fault.charAt(0).toUpperCase()}${fault.slice(1)}.</p>`;
}

function days(seconds: number): string {
  const count = Math.round(seconds / DAY_SECONDS);
  if (count < 1) return `${Math.max(1, Math.round(seconds / 3600))} hours`;
  return count === 1 ? '1 day' : `${count} days`;
}
