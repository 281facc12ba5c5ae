import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ROUTES } from '@lanyard/server/app/route-table';
import type { Route } from '@lanyard/server/http/route';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LyingProvider, startLyingProvider } from '../../support/forgeries/lying-openid-provider.ts';
import { freshName, sampleAccount } from '../../support/lanyard/accounts.ts';
import { auditHead } from '../../support/lanyard/audit.ts';
import { setupCodeOfStart } from '../../support/lanyard/background-work.ts';
import {
  ofAccounts,
  ofFactors,
  ofPasskeys,
  ofTestedRegistry,
} from '../../support/lanyard/changes/changes-of-accounts.ts';
import {
  ofDirectories,
  ofOrganizations,
  ofPeopleAsked,
} from '../../support/lanyard/changes/changes-of-organizations.ts';
import {
  OPEN_ID_CLIENT,
  ofCommandLines,
  ofMailedCodes,
  ofOpenId,
  ofProviders,
} from '../../support/lanyard/changes/changes-of-sign-ins.ts';
import { ofHub, ofTokens } from '../../support/lanyard/changes/changes-of-tokens.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import { sampleDirectory } from '../../support/lanyard/directory.ts';
import { sampleTotp } from '../../support/lanyard/second-factors.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { type DnsServer, startDnsServer } from '../../support/programs/dns-server.ts';
import { serveHttp } from '../../support/programs/serve-http.ts';

/** Refusals are written after the answer, once a minute. */
const REFUSALS: ReadonlySet<string> = new Set(['token.refused', 'session.refused']);

function leavesEvents({ audit }: Pick<Route, 'audit'>): boolean {
  return audit.some((action) => !REFUSALS.has(action));
}

/** Works only on a server without an administrator, so it has its own test below. */
const SETUP = 'POST /api/setup';

const PASSWORD = 'correct horse battery staple';
const FULL = 'the disk is full';
/** Makes a token old that only an old one can be let in again. */
const OLD = [
  `update memberships set created_at = 0 where account_id in
    (select owner_id from access_tokens where description = 'theirs')`,
  `update access_tokens set created_at = 0 where description = 'theirs'`,
];
const BREAK = {
  sqlite: [`create trigger full before insert on audit_waiting begin select raise(abort, '${FULL}'); end`],
  postgres: [
    `create function full_disk() returns trigger language plpgsql as $$ begin raise exception '${FULL}'; end $$`,
    'create trigger full_disk before insert on audit_waiting for each row execute function full_disk()',
  ],
};
/** The tables that a change could touch. Times of use do not count as changes. */
const TABLES = [
  'select * from organizations order by id',
  'select organization_id, account_id, role, accepted_terms from memberships order by 1, 2',
  'select * from teams order by id',
  'select * from team_members order by 1, 2',
  'select * from repositories order by id',
  'select * from repository_rights order by 1, 2, 3',
  'select id, description, grants, deactivated_at, deleted_at from access_tokens order by id',
  'select id, name, email, password_hash, disabled_at, has_second_factor from accounts order by id',
  'select id from sessions order by id',
  'select id, ended_at from sign_ins order by id',
  'select * from registries order by id',
  'select id, name from second_factors order by id',
  'select * from invitations order by id',
  'select * from organization_domains order by 1, 2',
  'select account_id, user_name, disabled_at, deleted_at, consent from scim_users order by 1',
  'select * from scim_groups order by 1',
  'select * from identities order by 1, 2, 3',
  'select * from sso_connections order by 1',
  'select * from quarantines order by 1, 2, 3',
  'select * from accepted_findings order by 1',
  'select id, description, form, state, sealed_target from webhooks order by 1',
  'select organization_id, token_id, kind from reach_rulings order by 1, 2',
  'select organization_id, holder_id from trusted_holders order by 1, 2',
  'select * from rule_exemptions order by 1, 2, 3',
  'select * from let_in_tokens order by 1, 2',
  'select * from audit_head',
  'select * from audit_waiting',
];

/** Runs statements directly on the database. Returns the rows of each as text. */
async function statementsOn({ databaseUrl, dataFolder }: Lanyard, statements: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  if (databaseUrl === undefined) {
    const database = new DatabaseSync(join(dataFolder, 'lanyard.db'));
    for (const statement of statements) texts.push(JSON.stringify(database.prepare(statement).all()));
    database.close();
    return texts;
  }
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  for (const statement of statements) texts.push(JSON.stringify((await client.query(statement)).rows));
  await client.end();
  return texts;
}

let dns: DnsServer;
let openId: LyingProvider;
beforeAll(async () => {
  dns = await startDnsServer();
  openId = await startLyingProvider(OPEN_ID_CLIENT.clientId, OPEN_ID_CLIENT.clientSecret);
});
afterAll(async () => {
  await openId?.stop();
  await dns?.stop();
});

const settings = () => ({
  LANYARD_DNS_SERVERS: dns.address,
  LANYARD_OUTBOUND_HOSTS: openId.issuer,
  LANYARD_WEBHOOK_HOSTS: 'hooks.example.com',
});

describeLanyard(
  'an audit log that cannot be written',
  (lanyard) => {
    it('R10: makes the routes that would change something answer 503 with Retry-After, and nothing changes', async () => {
      await using registry = await serveHttp((_request, response) => void response.end());
      const requests = await requestsOf(lanyard(), registry.port);
      await statementsOn(lanyard(), OLD);
      const mutating = ROUTES.filter(leavesEvents).map(({ method, path }) => `${method} ${path}`);
      expect([...Object.keys(requests), SETUP].sort()).toEqual(mutating.sort());
      // All earlier events have their places.
      await auditHead(lanyard());
      const before = await statementsOn(lanyard(), TABLES);
      await statementsOn(lanyard(), BREAK[lanyard().databaseUrl === undefined ? 'sqlite' : 'postgres']);
      const wrong: string[] = [];
      for (const [route, request] of Object.entries(requests)) {
        const { status, headers } = await request();
        if (status !== 503 || headers.get('retry-after') !== '1') wrong.push(`${route}: ${status}`);
      }
      expect(wrong).toEqual([]);
      expect(await statementsOn(lanyard(), TABLES)).toEqual(before);
    });
  },
  settings,
);

it('R10: no first administrator is created while the audit log cannot be written, and the code stays valid', async () => {
  const lanyard = await startLanyard();
  const code = await setupCodeOfStart(lanyard);
  const setUp = () =>
    lanyard.browser().post('/api/setup', { code, name: 'root', email: 'root@example.com', password: PASSWORD });
  await auditHead(lanyard);
  await statementsOn(lanyard, BREAK.sqlite);
  const { status, headers } = await setUp();
  expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  await statementsOn(lanyard, ['drop trigger full']);
  expect((await setUp()).status).toBe(201);
  await lanyard.stop();
});

/** For each route, one valid request that would record an event. */
async function requestsOf(lanyard: Lanyard, port: number) {
  const root = await sampleAccount(lanyard, freshName('root'), { isAdministrator: true });
  const guarded = await sampleAccount(lanyard, freshName('grace'));
  const totp = await sampleTotp(lanyard, guarded.browser);
  const directory = await sampleDirectory(lanyard, dns);
  const { organization } = directory;
  return {
    ...(await ofPeopleAsked(lanyard, root, directory)),
    ...(await ofOrganizations(lanyard, organization, dns)),
    ...(await ofDirectories(directory)),
    ...(await ofTokens(lanyard, organization)),
    ...(await ofHub(lanyard, organization)),
    ...(await ofCommandLines(lanyard, organization.owner)),
    ...(await ofAccounts(lanyard, root, organization.stranger)),
    ...(await ofFactors(lanyard, guarded, totp)),
    ...(await ofPasskeys(lanyard)),
    ...(await ofProviders(lanyard, dns)),
    ...(await ofOpenId(lanyard, dns, openId)),
    ...(await ofMailedCodes(lanyard)),
    // Tags can be immutable only if every registry has a gate that clients cannot bypass.
    ...(await ofTestedRegistry(root, port)),
  };
}
