import type { DomainError, DomainErrorCode, DomainErrorData } from '@lanyard/core/domain-error';
import { durationInWords } from '@lanyard/core/duration-in-words';

export interface ErrorRow<Code extends DomainErrorCode> {
  readonly status: number;
  /**
   * What the caller may know: what happened and what to do. Never a secret, and nothing about other people's things.
   */
  readonly text: (data: DomainErrorData[Code]) => string;
}

/** One row for each code. A missing row does not compile. */
const ERROR_TABLE: { readonly [Code in DomainErrorCode]: ErrorRow<Code> } = {
  'invalid-input': { status: 400, text: ({ field, reason }) => `${field}: ${reason}` },
  'invalid-scope': { status: 400, text: ({ scope, reason }) => `scope ${quoted(scope)} ${reason}` },
  unauthenticated: { status: 401, text: () => 'sign in first' },
  'invalid-credential': { status: 401, text: () => 'incorrect name, password or access token' },
  'token-inactive': {
    status: 401,
    text: ({ at }) =>
      `this access token was deactivated on ${day(at)}; activate it in the account's security settings, or use another one`,
  },
  'token-expired': { status: 401, text: ({ at }) => `this access token expired on ${day(at)}; create a new one` },
  'token-deleted': { status: 401, text: ({ at }) => `this access token was deleted on ${day(at)}; create a new one` },
  'token-evicted': {
    status: 401,
    text: ({ at, kept }) =>
      `this access token was removed on ${day(at)} because ${count(kept)} newer command-line logins exist; run docker login or lanyard login`,
  },
  'token-signed-out': {
    status: 401,
    text: ({ at }) =>
      `this access token ended on ${day(at)} with the command-line login that created it; sign in again`,
  },
  'token-of-another-account': {
    status: 401,
    text: () => 'this access token belongs to another account than the one you named',
  },
  'not-the-registry': {
    status: 404,
    text: ({ hosts }) =>
      hosts.length === 0
        ? 'this is the access token server, not the registry; use the address of the registry instead'
        : `this is the access token server, not the registry; the registry is at ${hosts.join(', ')}`,
  },
  'account-disabled': { status: 401, text: () => 'this account is disabled; ask an administrator of this server' },
  'password-not-accepted': { status: 401, text: ({ why }) => `${PASSWORD_REFUSED[why]}; use an access token instead` },
  'factor-refused': { status: 401, text: () => 'this code or passkey is wrong, too old or was used before' },
  'login-over': { status: 401, text: () => 'this sign-in took too long or was refused too often; start again' },
  'fresh-sign-in-required': {
    status: 403,
    text: () => 'this is only possible within 10 minutes of signing in; sign in again',
  },
  'client-scope-required': {
    status: 403,
    text: ({ scope }) =>
      scope === null
        ? 'a command line cannot do this; use the pages of this server'
        : `this command line was not approved for ${scope}; sign it in again and approve that, or use the pages of this server`,
  },
  'second-factor-required': {
    status: 403,
    text: ({ organization }) =>
      `the organization ${organization} requires a second factor; set one up in your account's security settings first`,
  },
  'single-sign-on-required': {
    status: 401,
    text: ({ organization }) =>
      `the organization ${organization} requires single sign-on; sign in in a browser, or use an access token`,
  },
  'sign-on-required-for-token': {
    status: 403,
    text: ({ organization }) =>
      `the organization ${organization} accepts your tokens only after a sign-in at its identity provider; sign in there in a browser`,
  },
  'terms-not-accepted': {
    status: 403,
    text: ({ organization }) =>
      `the organization ${organization} has stricter rules that you did not accept; sign in in a browser and accept them, or leave the organization`,
  },
  'token-blocked-here': {
    status: 403,
    text: ({ organization, reason, at }) =>
      `an owner of the organization ${organization} blocked this access token there on ${day(at)}: ${reason}; ask an owner to lift the block, or use it elsewhere, where it still works`,
  },
  'token-refused-here': {
    status: 403,
    text: ({ organization, reason, at }) =>
      `an owner of the organization ${organization} refused this access token on ${day(at)}: ${reason}; ask an owner, or use it elsewhere, where it still works`,
  },
  'token-refused-by-policy': { status: 403, text: refusalByPolicy },
  'token-waits-for-approval': {
    status: 403,
    text: ({ organization, because }) =>
      because === 'policy'
        ? `an owner of the organization ${organization} must approve this access token, because it is new or got more permissions; it works elsewhere`
        : `the organization ${organization} blocked an access token of this account, so its password is not accepted there, and an owner must approve newer tokens and tokens with new permissions; ask an owner`,
  },
  'terms-changed': {
    status: 409,
    text: ({ organization, changes }) =>
      `the rules of ${organization} have changed: it ${changes.join(', and ')}; read them again before you accept`,
  },
  'too-many-invitations': { status: 429, text: ({ reason }) => reason },
  'assertion-refused': {
    status: 401,
    text: () =>
      'the answer of the identity provider cannot be accepted; start again, and tell its administrator if it fails again',
  },
  'provider-unavailable': {
    status: 502,
    text: ({ provider }) => `the identity provider ${quoted(provider)} does not answer correctly; try again later`,
  },
  'setup-code-invalid': {
    status: 401,
    text: () => 'the set-up code is wrong, used or older than 15 minutes; restart the server for a new one',
  },
  'setup-done': { status: 409, text: () => 'there is already an administrator; sign in instead' },
  forbidden: { status: 403, text: ({ reason }) => reason },
  csrf: { status: 403, text: ({ reason }) => `the request does not come from this server's own pages: ${reason}` },
  'not-found': { status: 404, text: ({ what }) => `${what} not found` },
  'not-offered': { status: 404, text: ({ what, instead }) => `${what}: not offered here; ${instead}` },
  conflict: { status: 409, text: ({ reason }) => reason },
  'too-many-attempts': {
    status: 429,
    text: ({ retryAfterSeconds, what = 'attempts from here' }) =>
      `too many ${what}; try again in ${retryAfterSeconds} s (access tokens still work)`,
  },
  'unknown-service': {
    status: 400,
    text: ({ service }) => `service ${quoted(service)} is not a registry of this server`,
  },
  'unsupported-grant': {
    status: 400,
    text: ({ grantType }) => `grant_type ${quoted(grantType)} is not supported`,
  },
  oauth: { status: 400, text: ({ description }) => description },
  'audit-log-damaged': {
    status: 503,
    text: () => 'the audit log of this server was damaged and its operator must check it; nothing was changed',
  },
  unavailable: { status: 503, text: ({ what }) => `the ${what} cannot be reached; nothing was changed, try again` },
};

const PASSWORD_REFUSED = {
  'second-factor': 'this account has a second factor, so its password is not accepted here',
  policy: 'an organization of this account does not accept passwords here',
} as const;

export function statusOf(error: DomainError): number {
  return ERROR_TABLE[error.code].status;
}

export function textOf(error: DomainError): string {
  const row = ERROR_TABLE[error.code] as ErrorRow<DomainErrorCode>;
  return row.text(error.data);
}

function day(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** In words, because docker shows this text to people. */
function count(kept: number): string {
  return ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'][kept] ?? String(kept);
}

/** Short and printable. A secret that somebody put into the wrong field must not come back in an error. */
const QUOTABLE = /^[\w()/:.,*@+-]{1,40}$/;
/** Our tokens, the seed of an authenticator app, or a recovery code. */
const SECRET = /(?:lyd|lyr)_|[A-Z2-7]{32}|\b(?:[2-9a-hjkmnp-z]{4}-){2}[2-9a-hjkmnp-z]{4}\b/;

/** Returns the input in quotes if it may be shown. Otherwise it shows nothing of it. */
export function quoted(text: string): string {
  return QUOTABLE.test(text) && !SECRET.test(text) ? `"${text}"` : '(not shown)';
}

function refusalByPolicy(refusal: DomainErrorData['token-refused-by-policy']): string {
  const { organization } = refusal;
  if (refusal.rule === 'actions') {
    return `the organization ${organization} does not allow this access token to ${refusal.refused.join(' or ')}; ask an owner of the organization`;
  }
  const limit = durationInWords(refusal.seconds);
  if (refusal.isByAge) {
    return `the organization ${organization} accepts auto-generated access tokens for ${limit} at most (its maximum lifetime), and this one is older; sign in again to get a new one`;
  }
  return refusal.rule === 'tokenUnusedSeconds'
    ? `this access token was not used in the organization ${organization} for ${limit}, so it no longer reaches it; let it in again on its page, or use it elsewhere, where it still works`
    : `the organization ${organization} accepts access tokens with a lifetime of ${limit} at most, and this one is valid for longer; create a token that expires sooner`;
}
