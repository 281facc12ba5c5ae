import { QueryClient } from '@tanstack/react-query';
import createClient from 'openapi-fetch';
import { ApiFault, ConnectionFault, type FaultDetails } from './api-fault.ts';
import type { paths } from './generated/schema.d.ts';

/** The address of a request that a missing session must not stop: signing in is how one comes to have it. */
const NEEDS_NO_SESSION = /^\/api\/(session(\/|$)|setup|password-resets)/;

export const client = createClient<paths>({ fetch: fetchWithSession });

/** What the server answered, or a throw: ApiFault for its no, ConnectionFault where it cannot be reached. */
export async function answerOf<Data>(
  call: Promise<{ readonly data?: Data; readonly error?: unknown; readonly response: Response }>,
): Promise<Data> {
  const { data, error, response } = await call;
  if (!response.ok) throw faultOf(response, error);
  return data as Data;
}

/**
 * A session that expired, or is too old for what is asked, costs nothing that was typed: the person signs in over the
 * page, and the request goes out again.
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
    return await fetch(request);
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

/** The session has ended, or it is older than what is asked for allows. */
export type SignInReason = 'ended' | 'too-old';

type Asker = (reason: SignInReason) => Promise<boolean>;

let asker: Asker | undefined;
let asking: Promise<boolean> | undefined;

/** The dialog that asks; there is one, in the shell of the pages. */
export function setSignInAsker(ask: Asker | undefined): void {
  asker = ask;
}

/** True once the person signed in again; requests that fail at the same time wait for the same answer. */
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
        // A no stays a no; a lost connection may come back.
        retry: (count, fault) => fault instanceof ConnectionFault && count < RETRIES,
      },
      // Without a connection the library would wait in silence; a person is told.
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
