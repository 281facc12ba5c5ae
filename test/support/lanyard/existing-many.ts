import { reportOf, vulnerabilityFrom } from '@lanyard/core/scans/vulnerability';
import type { SampleAccount } from './accounts.ts';
import { existingEvents } from './audit.ts';
import type { Lanyard } from './start-lanyard.ts';
import { numbers, writeRows } from './write-rows.ts';

export interface Many {
  /** The name of the organization. */
  readonly name: string;
  readonly owner: SampleAccount;
  readonly member: SampleAccount;
  readonly repositories: number;
  /** The number of members, and of tokens of each kind. A tenth of the number of events and uses. */
  readonly others: number;
}

/**
 * A very large organization, written without the use cases. It has private repositories, which the team `engines` with
 * the member reaches, and also members, tokens, audit events, and uses of the owner's first token.
 */
export async function existingMany(lanyard: Lanyard, many: Many): Promise<void> {
  const { owner, name } = many;
  const { status } = await owner.browser.post(`/api/organizations/${many.name}/teams`, { name: 'engines' });
  if (status !== 201) throw new Error(`answered ${status}`);
  await existingEvents(lanyard, owner, many.repositories, name);
  await writeRows(lanyard, statementsOf(many, lanyard.clock.now()));
}

/** As many vulnerabilities as are listed, each with a long description. */
const LONGEST_REPORT = reportOf(
  Array.from({ length: 2000 }, (_, place) =>
    vulnerabilityFrom({
      id: `CVE-2026-${place}`,
      package: 'zlib',
      version: '1.2',
      fixVersion: '1.3',
      severity: 'high',
      description: 'overflow '.repeat(100),
      links: [`https://cve.example/CVE-2026-${place}`],
    }),
  ),
);

/** Of an image with many packages: 18 MB. */
const LARGE_DOCUMENT = JSON.stringify({
  bomFormat: 'CycloneDX',
  components: Array.from({ length: 60_000 }, (_, place) => ({ name: `package-${place}`, purl: 'x'.repeat(250) })),
});

function statementsOf({ name, owner, member, repositories, others }: Many, now: number): readonly string[] {
  const organization = `(select id from organizations where name = '${name}')`;
  const team = `(select id from teams where name = 'engines' and organization_id = ${organization})`;
  const grants = JSON.stringify([{ type: 'repository', pattern: `${name}/*`, actions: ['pull'], visibility: 'any' }]);
  const token = (ownerId: string, kind: string) =>
    `${numbers(others)} insert into access_tokens (id, digest, kind, origin, owner_id, description, search_text, grants,
      created_at, created_address, created_client)
      select '${kind}-' || i, '${kind}-' || i, '${kind}', 'manual', ${ownerId}, 'token ' || i, 'token ' || i, '${grants}',
        ${now} - i, '192.0.2.1', 'test' from n`;
  return [
    `${numbers(repositories)} insert into repositories (id, namespace, name, visibility, created_at)
      select 'repository-' || i, '${name}', 'repository-' || i, case when i % 10 = 0 then 'public' else 'private' end, ${now}
      from n`,
    `${numbers(repositories)} insert into repository_rights (repository_id, subject_type, subject_id, rank)
      select 'repository-' || i, 'team', ${team}, 1 from n`,
    `${numbers(others)} insert into repository_rights (repository_id, subject_type, subject_id, rank)
      select 'repository-' || i, 'account', '${member.id}', 2 from n`,
    `${numbers(others)} insert into accounts (id, name, email, is_administrator, created_at)
      select 'account-' || i, 'person-' || i, 'person-' || i || '@example.com', 0, ${now} from n`,
    `${numbers(others)} insert into memberships (organization_id, account_id, role, created_at)
      select ${organization}, 'account-' || i, 'member', ${now} from n`,
    `${numbers(others)} insert into team_members (team_id, account_id) select ${team}, 'account-' || i from n`,
    `insert into team_members (team_id, account_id) values (${team}, '${member.id}')`,
    token(`'${owner.id}'`, 'pat'),
    token(organization, 'oat'),
    `${numbers(repositories)} insert into token_usage
      (token_id, day, registry, repository, actions, address, client, count, last_at)
      select 'pat-1', ${now - (now % 86_400_000)} - (i % 90) * cast(86400000 as bigint), 'default', '${name}/repository-' || i, 'pull',
        '192.0.2.1', 'test', 1, ${now} - i from n`,
    `${numbers(others)} insert into scim_users
      (account_id, organization_id, user_name, user_name_key, created_at, consent, wanted_active)
      select 'account-' || i, ${organization}, 'Person-' || i, 'person-' || i, ${now}, 'given', 1 from n`,
    `insert into scim_groups (team_id, organization_id, display_name, display_name_key, created_at)
      values (${team}, ${organization}, 'Engines', 'engines', ${now})`,
    `${numbers(others)} insert into organizations (id, name, policy, terms_stricter_since, created_at)
      select 'organization-' || i, 'organization-' || i, (select policy from organizations where name = '${name}'), '{}', ${now}
      from n`,
    `insert into sso_connections (id, organization_id, settings, created_at)
      select id, id, '{"protocol":"oidc","issuer":"https://idp.example.org","clientId":"x","groupsClaim":"groups","groupTeams":[]}',
        ${now} from organizations where name like 'organization-%'`,
    `${numbers(repositories)} insert into passages
      (id, at, registry, repository, action, reference, token_id, holder, address, client, count)
      select 'passage-' || i, ${now} - i, 'default', '${name}/repository-1', 'pull', 'latest', 'pat-1', '', '192.0.2.1', 'test', 1
      from n`,
    `${numbers(repositories)} insert into passage_days
      (day, registry, repository, action, reference, digest, token_id, holder_id, holder, count)
      select ${now - (now % 86_400_000)}, 'default', '${name}/repository-1', 'pull', 'tag-' || i, '', 'pat-1', '', '', 1 from n`,
    `${numbers(repositories)} insert into images
      (id, registry_id, namespace, repository, digest, kind, media_type, size, seen_at, verdict, acted)
      select 'image-' || i, (select id from registries where name = 'default'), '${name}', '${name}/repository-1',
        'sha256:' || i, 'image', 'application/json', 1, ${now} - i, 0, 0 from n`,
    `${numbers(repositories)} insert into vulnerability_scans (digest, media_type, attempts, engine, scanned_at, worst)
      select 'sha256:' || i, 'application/json', 0, 'scanner', ${now} - i, 4 from n`,
    `insert into vulnerability_reports (digest, engine, at, report)
      values ('sha256:1', 'scanner', ${now}, '${JSON.stringify(LONGEST_REPORT)}')`,
    `insert into sboms (digest, at, document) values ('sha256:1', ${now}, '${LARGE_DOCUMENT}')`,
    `${numbers(repositories)} insert into image_tags (registry_id, repository, tag, image_id, seen_at)
      select (select id from registries where name = 'default'), '${name}/repository-1', 'tag-' || i, 'image-' || i, ${now} - i
      from n`,
  ];
}
