import { expect, it } from 'vitest';
import { sampleOrganization } from '../support/lanyard/accounts.ts';
import { describeLanyard } from '../support/lanyard/describe-lanyard.ts';
import { numbers, writeRows } from '../support/lanyard/write-rows.ts';

const TOKENS = 10_000;
const MEMBERS = 500;
const REPOSITORIES = 300;
const TRIES = 15;
const LIMIT_MILLISECONDS = 200;

describeLanyard('the access review of a large organization', (lanyard) => {
  it('shows a page of 10,000 tokens within 200 ms, however it is filtered and sorted', async () => {
    const { owner, name, path } = await sampleOrganization(lanyard());
    // Then each of these tokens waits, which makes the longest possible list of requests.
    await owner.browser.patch(`${path}/policy`, { tokenApproval: true });
    // Nothing is stopped yet, so it binds at once.
    await owner.browser.patch(`${path}/policy`, { maximumTokenLifetimeSeconds: 86_400 });
    await writeRows(lanyard(), statementsOf(name, lanyard().clock.now()));
    const review = `${path}/access-review/tokens`;
    expect((await owner.browser.get(review)).body.total).toBe(TOKENS);
    const slow: string[] = [];
    const times: string[] = [];
    for (const query of [
      '',
      'pageSize=50&page=100',
      'sort=lastUsed',
      'sort=holder&order=asc&page=200',
      'search=person-77',
      'search=token',
      `repository=${name}/repository-7`,
      'unusedDays=30&sort=expires',
      'state=waiting&order=asc',
      'finding=not-approved',
      'finding=maker-left',
      'finding=against-policy&sort=lastUsed',
      'team=engines',
      'team=engines&sort=lastUsed&order=asc&page=150',
      'team=pistons&sort=holder',
      'holder=person-77&sort=expires&order=asc',
      `holder=${name}`,
      'holder=nobody',
      `repository=${name}/repository-10&sort=lastUsed`,
      `repository=${name}/nothing`,
      `team=pistons&repository=${name}/repository-7&unusedDays=30`,
      `team=engines&repository=${name}/repository-7&holder=person-77&unusedDays=7`,
      'unusedDays=180&status=active&kind=pat',
      'state=waiting&team=pistons&sort=holder',
      'search=person&team=engines&finding=no-expiry',
    ]) {
      const { elapsed, processor } = await shortest(() => owner.browser.get(`${review}?${query}`));
      // SQLite works in this process. Its processor time does not count what others do on the machine.
      times.push(`${Math.round(elapsed)} ms, ${Math.round(processor)} ms of the processor: ${query}`);
      const milliseconds = lanyard().databaseUrl === undefined ? Math.min(elapsed, processor) : elapsed;
      if (milliseconds > LIMIT_MILLISECONDS) slow.push(`${query}: ${Math.round(milliseconds)} ms`);
    }
    if (process.env.LANYARD_TEST_TIMES) console.log(times.join('\n'));
    expect(slow).toEqual([]);
  }, 120_000);
});

/** The shortest of some tries, up to the first that is short enough, because others use the machine too. */
async function shortest(work: () => Promise<unknown>) {
  let [elapsed, processor] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let tried = 0; tried < TRIES && elapsed > LIMIT_MILLISECONDS; tried += 1) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    await work();
    elapsed = Math.min(elapsed, performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    processor = Math.min(processor, (user + system) / 1000);
  }
  return { elapsed, processor };
}

function statementsOf(name: string, now: number): readonly string[] {
  const organization = `(select id from organizations where name = '${name}')`;
  const grants = (pattern: string) =>
    `'[{"type":"repository","pattern":"${pattern}","actions":["pull","push"],"visibility":"any"}]'`;
  return [
    `${numbers(REPOSITORIES)} insert into repositories (id, namespace, name, visibility, created_at)
      select 'repository-' || i, '${name}', 'repository-' || i, case when i % 10 = 0 then 'public' else 'private' end, ${now}
      from n`,
    `${numbers(MEMBERS)} insert into accounts (id, name, email, is_administrator, created_at)
      select 'person-' || i, 'person-' || i, 'person-' || i || '@example.com', 0, ${now} from n`,
    `${numbers(MEMBERS)} insert into namespaces (name, owner_type, owner_id)
      select 'person-' || i, 'account', 'person-' || i from n`,
    `${numbers(MEMBERS)} insert into memberships (organization_id, account_id, role, created_at)
      select ${organization}, 'person-' || i, case when i % 50 = 0 then 'owner' else 'member' end, ${now} from n`,
    `insert into teams (id, organization_id, name, created_at) values ('engines', ${organization}, 'engines', ${now})`,
    `${numbers(MEMBERS)} insert into team_members (team_id, account_id) select 'engines', 'person-' || i from n`,
    `insert into teams (id, organization_id, name, created_at) values ('pistons', ${organization}, 'pistons', ${now})`,
    `${numbers(MEMBERS / 10)} insert into team_members (team_id, account_id) select 'pistons', 'person-' || i from n`,
    `${numbers(REPOSITORIES)} insert into repository_rights (repository_id, subject_type, subject_id, rank)
      select 'repository-' || i, 'team', 'engines', 1 from n`,
    `${numbers(REPOSITORIES)} insert into repository_rights (repository_id, subject_type, subject_id, rank)
      select 'repository-' || i, 'account', 'person-' || i, 2 from n`,
    `${numbers(TOKENS)} insert into access_tokens (id, digest, kind, origin, owner_id, description, search_text, grants,
      created_at, created_address, created_client)
      select 'token-' || i, 'token-' || i, 'pat', 'manual', 'person-' || (1 + i % ${MEMBERS}), 'token ' || i, 'token ' || i,
        case i % 3 when 0 then ${grants('*')} when 1 then ${grants(`${name}/*`)} else ${grants(`${name}/repository-1*`)} end,
        ${now} - i, '192.0.2.1', 'test' from n`,
    `${numbers(TOKENS)} insert into namespace_uses (namespace, token_id, first_at, last_at, repository, actions, address, client)
      select '${name}', 'token-' || i, ${now} - i * 10000, ${now} - i * 5000, '${name}/repository-1', 'pull', '192.0.2.1', 'test'
      from n where i % 2 = 0`,
  ];
}
