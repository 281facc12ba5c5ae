import { type SampleAccount, sampleAccount } from '../lanyard/accounts.ts';
import { sampleCommandLine } from '../lanyard/command-lines.ts';
import type { Lanyard } from '../lanyard/start-lanyard.ts';
import { requestToken } from '../lanyard/tokens.ts';

export interface SampleWorld {
  /** Owner of `acme`, administrator, with tokens of every kind and status. */
  readonly ada: SampleAccount;
  /** A token of ada that was used. */
  readonly tokenId: string;
}

const DAY_SECONDS = 86_400;
const CLIENTS = [
  'docker-cli:28_2_2:linux-amd64',
  'docker-cli:27_5_1:darwin-arm64',
  'lanyard/0.1.0 (linux; x64)',
  'Docker-Desktop/4.40.0 (Mac; arm64)',
];

/** A server as it looks after some weeks, up to the browser's own now. */
export async function sampleWorld(lanyard: Lanyard): Promise<SampleWorld> {
  lanyard.clock.advance(-12 * DAY_SECONDS);
  const ada = await sampleAccount(lanyard, 'ada', { isAdministrator: true });
  await sampleAccount(lanyard, 'grace');
  await requireOk(ada.browser.post('/api/organizations', { name: 'acme' }));
  await requireOk(ada.browser.put('/api/organizations/acme/members/grace', { role: 'member' }));
  for (const name of ['acme/app', 'acme/base-image', 'ada/scratch']) {
    await requireOk(ada.browser.post('/api/repositories', { name }));
  }
  await requireOk(ada.browser.post('/api/organizations/acme/teams', { name: 'builders' }));
  await requireOk(ada.browser.put('/api/organizations/acme/teams/builders/members/grace'));
  await requireOk(ada.browser.post('/api/organizations/acme/domains', { name: 'acme.example' }));
  const grants = [{ pattern: 'acme/*', actions: ['pull'] }];
  await requireOk(ada.browser.post('/api/organizations/acme/tokens', { description: 'cluster', grants }));
  const tokenId = await usedToken(lanyard, ada);
  for (const client of CLIENTS) {
    await signInAt(lanyard, ada, DAY_SECONDS / 2);
    await (await sampleCommandLine(lanyard, ada, client)).generate();
  }
  const old = await createToken(lanyard, ada, 'laptop before last', 'acme/*', ['pull'], 7);
  await requireOk(ada.browser.patch(`/api/tokens/${old.id}`, { active: false }));
  await createToken(lanyard, ada, 'one-off migration of the base images', 'acme/base-image', ['push'], 0.01);
  await signInAt(lanyard, ada, (Date.now() - lanyard.clock.now()) / 1000);
  return { ada, tokenId };
}

/** A session ends after an hour, so every step in time begins with a new one. */
async function signInAt(lanyard: Lanyard, ada: SampleAccount, laterSeconds: number): Promise<void> {
  lanyard.clock.advance(laterSeconds);
  await requireOk(ada.browser.signIn(ada.name, ada.password));
}

async function usedToken(lanyard: Lanyard, ada: SampleAccount): Promise<string> {
  const { id, secret } = await createToken(lanyard, ada, 'nightly build', 'acme/app', ['pull', 'push'], 90);
  for (const day of [0, 1, 2, 5, 6, 7]) {
    for (let use = 0; use <= day; use += 1) {
      await requestToken(lanyard, { credential: `ada:${secret}`, scopes: ['repository:acme/app:pull,push'] });
    }
    lanyard.clock.advance(DAY_SECONDS);
  }
  await requestToken(lanyard, { credential: `ada:${secret}` });
  await signInAt(lanyard, ada, 0);
  return id;
}

async function createToken(
  lanyard: Lanyard,
  { browser }: SampleAccount,
  description: string,
  pattern: string,
  actions: readonly string[],
  days: number,
): Promise<{ readonly id: string; readonly secret: string }> {
  const expiresAt = new Date(lanyard.clock.now() + days * DAY_SECONDS * 1000).toISOString();
  const { body } = await requireOk(
    browser.post('/api/tokens', { description, grants: [{ pattern, actions }], expiresAt }),
  );
  return { id: body.token.id, secret: body.secret };
}

async function requireOk<Answer extends { readonly status: number; readonly body: unknown }>(
  request: Promise<Answer>,
): Promise<Answer> {
  const answer = await request;
  if (answer.status >= 300) throw new Error(`answered ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}
