import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import Provider, { type AdapterConstructor, type Configuration } from 'oidc-provider';
import type { RefreshManner } from './oidc-provider.ts';

/** The state of the provider as the test sets it. A test can change it at any time with `POST /control`. */
interface Control {
  readonly clients: readonly {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly redirectUri: string;
  }[];
  readonly people: readonly {
    readonly login: string;
    readonly subject: string;
    readonly email?: string;
    readonly isEmailVerified?: boolean;
    readonly groups?: readonly string[];
  }[];
  readonly refreshes: RefreshManner;
}

const port = Number(process.argv[2]);
const issuer = `http://localhost:${port}`;
let control: Control = { clients: [], people: [], refreshes: 'standard' };

const adapter = memoryAdapter((id) => {
  const client = control.clients.find(({ clientId }) => clientId === id);
  return (
    client && {
      client_id: client.clientId,
      client_secret: client.clientSecret,
      redirect_uris: [client.redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code' as const],
    }
  );
});

const configuration: Configuration = {
  adapter: adapter as unknown as AdapterConstructor,
  cookies: { keys: [randomBytes(32).toString('hex')] },
  scopes: ['openid', 'offline_access', 'email', 'profile', 'groups'],
  // Like Dex: a client that does not ask for the scope gets no groups.
  claims: { openid: ['sub'], groups: ['groups'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  pkce: { required: () => true },
  // Removing the person also ended the refresh tokens, so the account is not found any more.
  findAccount: async (_context, id) => {
    const person = control.people.find(({ subject }) => subject === id);
    if (!person) return undefined;
    const { subject: accountId, login: name, email, isEmailVerified = true, groups } = person;
    const said = { ...(email !== undefined && { email, email_verified: isEmailVerified }), ...(groups && { groups }) };
    return { accountId, claims: async () => ({ sub: accountId, name, ...said }) };
  },
  // Nobody has to consent.
  loadExistingGrant: async (context) => {
    const { client, session, provider } = context.oidc;
    const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
    grant.addOIDCScope('openid offline_access email profile groups');
    await grant.save();
    return grant;
  },
};

const provider = new Provider(issuer, configuration);
const answer = provider.callback();

createServer((request, response) => {
  const served = serve(request, response);
  served.catch((error: unknown) => response.writeHead(500).end(String(error)));
}).listen(port, '127.0.0.1', () => process.stdout.write(`serves ${issuer}\n`));

async function serve(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  if (request.url === '/control') {
    control = JSON.parse(await text(request)) as Control;
    return response.writeHead(204).end();
  }
  if (request.url === '/token' && control.refreshes !== 'standard') return answerToken(request, response);
  return request.url?.startsWith('/interaction/') ? interact(request, response) : answer(request, response);
}

/** Answers a refresh in the way that the test asked for. All other requests get the usual answer. */
async function answerToken(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const body = Object.fromEntries(new URLSearchParams(await text(request)));
  const token = await provider.RefreshToken.find(body.refresh_token ?? '');
  const isKnown = control.people.some(({ subject }) => subject === token?.accountId);
  const isAsUsual = body.grant_type !== 'refresh_token' || (control.refreshes === 'dex' && isKnown);
  // The provider accepts a body that was already read.
  if (isAsUsual) return answer(Object.assign(request, { body }), response);
  const [status, type, said] = refusal(token !== undefined);
  return response.writeHead(status, { 'content-type': type }).end(said);
}

function refusal(isLive: boolean): readonly [number, string, string] {
  if (control.refreshes === 'page') return [200, 'text/html', '<!doctype html><title>Maintenance</title>'];
  if (control.refreshes === 'failing' || isLive) return [500, 'application/json', '{"error":"server_error"}'];
  const why = 'Refresh token is invalid or has already been claimed by another client.';
  return [400, 'application/json', JSON.stringify({ error: 'invalid_request', error_description: why })];
}

async function interact(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const { prompt, grantId, session, params } = await provider.interactionDetails(request, response);
  if (prompt.name === 'consent') {
    const grant = grantId ? await provider.Grant.find(grantId) : undefined;
    const given = grant ?? new provider.Grant({ accountId: session?.accountId, clientId: String(params.client_id) });
    given.addOIDCScope('openid offline_access email profile groups');
    const result = { consent: { grantId: await given.save() } };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
  }
  if (request.method !== 'POST') return response.writeHead(200, { 'content-type': 'text/html' }).end(LOGIN_PAGE);
  const login = new URLSearchParams(await text(request)).get('login');
  const person = control.people.find((one) => one.login === login);
  const result = person
    ? { login: { accountId: person.subject } }
    : { error: 'access_denied', error_description: 'nobody of that name' };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const LOGIN_PAGE = `<!doctype html>
<html lang="en"><title>Identity provider</title>
<h1>Identity provider</h1>
<form method="post"><label>Login <input name="login"></label> <button>Continue</button></form>
</html>`;

type FindClient = (id: string) => AdapterPayload | undefined;

/** The provider's data, in memory. Its clients are looked up each time. */
export function memoryAdapter(findClient: FindClient): new (name: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  return class implements Adapter {
    readonly #name: string;

    constructor(name: string) {
      this.#name = name;
    }

    async find(id: string): Promise<AdapterPayload | undefined> {
      return this.#name === 'Client' ? findClient(id) : kept.get(this.#key(id));
    }

    async findByUid(uid: string): Promise<AdapterPayload | undefined> {
      return [...kept.values()].find((payload) => payload.uid === uid);
    }

    async findByUserCode(): Promise<undefined> {
      return undefined;
    }

    async upsert(id: string, payload: AdapterPayload): Promise<undefined> {
      kept.set(this.#key(id), payload);
    }

    async consume(id: string): Promise<undefined> {
      const payload = kept.get(this.#key(id));
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    }

    async destroy(id: string): Promise<undefined> {
      kept.delete(this.#key(id));
    }

    async revokeByGrantId(grantId: string): Promise<undefined> {
      for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
    }

    #key(id: string): string {
      return `${this.#name}:${id}`;
    }
  };
}
