import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ApiFault } from '../../api/api-fault.ts';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { formatDay, formatExactTime } from '../../parts/time-text.tsx';
import { OwnersOnly } from '../organizations/organization-page.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import classes from './evidence.module.css';
import { EvidenceForm } from './evidence-form.tsx';
import { daysAtFirst, type EvidencePeriod, periodOf, readEvidenceSearch } from './evidence-search.ts';
import { accountsQuery } from './use-evidence.ts';
import { WhoApproved } from './who-approved.tsx';
import { WhoCan } from './who-can.tsx';
import { WhoDid } from './who-did.tsx';

const route = getRouteApi('/shell/organizations/$organization/evidence');

/** For a repository and a period: who can reach it, who did something, and who approved it. */
export function EvidenceTab() {
  const { name, isOwner } = useOrganization();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  if (!isOwner) return <OwnersOnly />;
  const asked = { repository: '', ...daysAtFirst(new Date()), ...search };
  const period = asked.repository === '' ? undefined : periodOf(asked.repository, asked);
  return (
    <div className={classes.page}>
      <SectionHead title="Evidence">
        For a repository and a period: who can reach it, who did something with it, and who approved that.
      </SectionHead>
      <EvidenceForm
        key={JSON.stringify(asked)}
        organization={name}
        asked={asked}
        onAsk={(next) => void navigate({ search: readEvidenceSearch({ ...next }) })}
      />
      {period ? (
        <Evidence key={JSON.stringify(period)} period={period} />
      ) : (
        <EmptyState title="Choose a repository">
          You can also type the name of a repository that was deleted. Evidence of it remains.
        </EmptyState>
      )}
    </div>
  );
}

function Evidence({ period }: { readonly period: EvidencePeriod }) {
  const { repository, from, to } = period;
  const { error } = useQuery(accountsQuery({ repository, before: undefined, page: 1 }));
  if (error instanceof ApiFault && [400, 404].includes(error.status)) {
    return (
      <EmptyState title="No such repository">
        The organization never had a repository of this name. Check the name: it starts with the organization.
      </EmptyState>
    );
  }
  const isOver = Date.parse(to) <= Date.now();
  const lastDay = formatDay(new Date(Date.parse(to) - 1).toISOString());
  return (
    <Stack gap="xl">
      <Text className={classes.printed ?? ''}>
        {repository}, {formatDay(from)} to {lastDay}. Printed {formatExactTime(new Date().toISOString())}. The export
        has every line.
      </Text>
      <section>
        <SectionHead title="Who can reach it">
          {isOver ? '' : 'The period is not over, so its end is now. '}
          What an access token may do follows from its permissions, the permission of its holder and the policy. At an
          earlier time, second factors and single sign-on are not known.
        </SectionHead>
        <Stack gap="lg">
          <WhoCan repository={repository} before={undefined} title="Today" />
          {isOver && <WhoCan repository={repository} before={to} title={`At the end of ${lastDay}`} />}
        </Stack>
      </section>
      <WhoDid period={period} />
      <WhoApproved period={period} />
    </Stack>
  );
}
