import { DomainError } from '@lanyard/core/domain-error';
import { isFreshSignIn } from '@lanyard/core/sessions/login-flow';
import { z } from 'zod';
import type { AccountCaller } from '../../features/access/caller.ts';
import { decideDeviceLogin } from '../../features/command-lines/decide-device-login.ts';
import { openUserCode } from '../../features/command-lines/open-user-code.ts';
import { policyOf } from '../../features/command-lines/start-sign-in.ts';
import { statusOf, textOf } from '../../http/error-table.ts';
import { type Answer, defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../../services.ts';
import { confirmPage, enterCodePage } from './activate-page.ts';
import { HTML } from './html.ts';
import { messagePage } from './page.ts';

const common = { surface: 'page', rate: ['code-guesses'], cache: 'no-store' } as const;
const answers = { 200: z.string(), 303: z.string(), '4xx': z.string(), '5xx': z.string() };
const userCode = z.string().max(64);

/** The page where a person approves a command line's sign-in. */
export const activateRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/activate',
    summary: 'Enter or confirm the code of a command line',
    credential: 'optional-session',
    scope: 'anyone',
    csrf: 'none',
    audit: [],
    request: { query: z.object({ user_code: userCode.default('') }) },
    answers,
    handle: async ({ services, caller, query }) => {
      if (!caller || !isFresh(services, caller)) return signInFirst(query.user_code);
      if (query.user_code.trim() === '') return pageAnswer(200, enterCodePage(caller));
      return confirm(services, caller, query.user_code);
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path: '/activate',
    summary: 'Approve or refuse the sign-in of a command line',
    credential: 'session',
    scope: 'own',
    csrf: 'origin',
    audit: ['sign-in.approved', 'sign-in.refused'],
    request: { body: z.strictObject({ user_code: userCode, decision: z.enum(['approved', 'refused']) }) },
    answers,
    handle: async ({ services, caller, body }) => {
      if (body.decision === 'approved' && !isFresh(services, caller)) return signInFirst(body.user_code);
      await decideDeviceLogin(services, caller, body.user_code, body.decision);
      const [title, text] = OUTCOMES[body.decision];
      return pageAnswer(200, messagePage(title, text));
    },
  }),
];

const OUTCOMES = {
  approved: ['Approved', 'your command line goes on by itself; you can close this page'],
  refused: ['Refused', 'the command line is told so, and gets nothing'],
} as const;

/** Whoever approves gives out a token: that needs a sign-in of the last minutes, by the account's whole login flow (R34). */
function isFresh({ clock }: Services, { authenticatedAt }: AccountCaller): boolean {
  return authenticatedAt !== null && isFreshSignIn(authenticatedAt, clock.now());
}

/** The sign-in page leads back here, whatever steps it takes. */
function signInFirst(userCode: string): Answer {
  const next = userCode.trim() === '' ? '/activate' : `/activate?user_code=${encodeURIComponent(userCode)}`;
  const location = `/sign-in?next=${encodeURIComponent(next)}`;
  return { status: 303, body: '', headers: { ...HTML, Location: location } };
}

async function confirm(services: Services, caller: AccountCaller, text: string): Promise<Answer> {
  try {
    const code = await openUserCode(services, caller, text);
    return pageAnswer(200, confirmPage(caller, code, text, await policyOf(services.store.read, caller.account)));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return pageAnswer(
      statusOf(error),
      enterCodePage(caller, faultOf(error), /^[A-Za-z\s-]{1,24}$/.test(text) ? text : ''),
    );
  }
}

function faultOf(error: DomainError): string {
  if (error.code !== 'not-found') return textOf(error);
  return 'no sign-in waits for this code; compare it with your command line, or start again there';
}

function pageAnswer(status: number, body: string): Answer {
  return { status, body, headers: HTML };
}
