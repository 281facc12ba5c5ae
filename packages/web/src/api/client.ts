import { QueryClient } from '@tanstack/react-query';
import createClient from 'openapi-fetch';
import { ApiFault, ConnectionFault, type FaultDetails } from './api-fault.ts';
import { takeEarly } from './early-requests.ts';
import type { paths } from './generated/schema.d.ts';

/** Requests of people who are not signed in yet. They must not open the sign-in dialog. */
const NEEDS_NO_SESSION = /^\/api\/(session(\/|$)|setup|password-resets|invitations\/(open|decline|join)$)/;

export const client = createClient<paths>({ fetch: fetchWithSession });

/** Returns the server's answer. Throws ApiFault if the server refuses, and ConnectionFault if it cannot be reached. */
export async function answerOf<Data>(
  call: Promise<{ readonly data?: Data; readonly error?: unknown; readonly response: Response }>,
): Promise<Data> {
  const { data, error, response } = await call;
  if (!response.ok) throw faultOf(response, error);
  return data as Data;
}

/**
 * If the session expired or is too old for the request, a dialog asks the person to sign in, and then the request is
 * sent again. So no typed text is lost.
 */
async function fetchWithSession(request: Request): Promise<Response> {
  const copy = request.clone();
  const response = await send(request);
  const reason = await reasonToSignIn(request, response);
  return reason !== undefined && (await signInAgain(reason)) ? send(copy) : response;
}

async function reasonToSignIn(request: Request, response: Response): Promise<SignInReason | undefined> {
  if (NEEDS_NO_SESSION.test(new URL(request.url).pathname)) return undefined;
  if (response.status === 401) return 'ended';
  if (response.status !== 403) return undefined;
  const { error } = (await response
    .clone()
    .json()
    .catch(() => ({}))) as ErrorBody;
  return error?.code === 'fresh-sign-in-required' ? 'too-old' : undefined;
}

async function send(request: Request): Promise<Response> {
  try {
    return await (takeEarly(request) ?? fetch(request));
  } catch {
    throw new ConnectionFault();
  }
}

interface ErrorBody {
  readonly error?: FaultDetails & { readonly message?: string };
}

function faultOf(response: Response, body: unknown): Error {
  const { error } = (body ?? {}) as ErrorBody;
  if (error?.message === undefined) return new ConnectionFault();
  return new ApiFault(response.status, error.message, error);
}

/** Either the session has ended, or the sign-in is too old for the request. */
export type SignInReason = 'ended' | 'too-old';

type Asker = (reason: SignInReason) => Promise<boolean>;

let asker: Asker | undefined;
let asking: Promise<boolean> | undefined;

/** Sets the dialog that asks for the sign-in. The shell has one. */
export function setSignInAsker(ask: Asker | undefined): void {
  asker = ask;
}

/** Returns true after the person signed in again. Requests that fail at the same time share one dialog. */
function signInAgain(reason: SignInReason): Promise<boolean> {
  asking ??= (asker?.(reason) ?? Promise.resolve(false)).finally(() => {
    asking = undefined;
  });
  return asking;
}

const RETRIES = 2;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 5_000,
        // A refusal is final. A lost connection can come back.
        retry: (count, fault) => fault instanceof ConnectionFault && count < RETRIES,
      },
      // Without this, the library waits silently for a connection. We show the fault instead.
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
