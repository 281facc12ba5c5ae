import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { answerOf, client } from '../../api/client.ts';
import type { Organization } from '../../api/types.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { OwnersOnly } from '../organizations/organization-page.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { repositoryNamesQuery } from '../repositories/use-repositories.ts';
import { initialToken } from './initial-token.ts';
import { GenerateToken } from './token-form.tsx';
import { organizationTokenRules } from './token-policy.ts';
import { organizationTokenQuery } from './use-tokens.ts';

const route = getRouteApi('/shell/organizations/$organization/tokens/new');

export function NewOrganizationToken() {
  const organization = useOrganization();
  return organization.isOwner ? <NewToken organization={organization} /> : <OwnersOnly />;
}

function NewToken({ organization }: { readonly organization: Organization }) {
  const { name } = organization;
  const repositories = useQuery(repositoryNamesQuery(name)).data?.repositories ?? [];
  const params = { path: { organization: name } };
  const search = route.useSearch();
  const source = useQuery({
    ...organizationTokenQuery(name, search.from ?? ''),
    enabled: search.from !== undefined,
  });
  const initial = initialToken(search, source, {
    expiresAt: { choice: '30', date: '' },
    grants: { reach: 'named', patterns: [`${name}/*`], actions: ['pull'] },
  });
  if (!initial) return <QueryStatus query={source} name="the token" height={400} />;
  return (
    <GenerateToken
      Head={SectionHead}
      lead={`It logs in as ${name}, and can use only the repositories and actions that you choose here.`}
      loginName={name}
      list={`/organizations/${name}/tokens`}
      initial={initial}
      repositories={[`${name}/*`, ...repositories.map((repository) => repository.name)]}
      withReach={false}
      rules={organizationTokenRules(organization, Date.now())}
      create={(body) => answerOf(client.POST('/api/organizations/{organization}/tokens', { params, body }))}
    />
  );
}
