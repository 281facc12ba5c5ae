import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ApiFault } from '../../api/api-fault.ts';
import { useSession } from '../../api/session.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { EmptyState, PageHead, SectionHead } from '../../parts/page-head.tsx';
import { formatDay, formatExactTime } from '../../parts/time-text.tsx';
import { OwnersOnly } from '../organizations/organization-page.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import classes from './evidence.module.css';
import { EvidenceForm } from './evidence-form.tsx';
import {
  daysAtFirst,
  type EvidencePeriod,
  type EvidenceSearch,
  periodOf,
  readEvidenceSearch,
} from './evidence-search.ts';
import { accountsQuery } from './use-evidence.ts';
import { WhoApproved } from './who-approved.tsx';
import { WhoCan } from './who-can.tsx';
import { WhoDid } from './who-did.tsx';

const organizationRoute = getRouteApi('/shell/organizations/$organization/evidence');
const accountRoute = getRouteApi('/shell/account/audit/evidence');

const PURPOSE = 'For a repository and a period: who can reach it, who did something with it, and who approved that.';

/** Of the repositories of an organization, for its owners. */
export function EvidenceTab() {
  const { name, isOwner } = useOrganization();
  const search = organizationRoute.useSearch();
  const navigate = organizationRoute.useNavigate();
  if (!isOwner) return <OwnersOnly />;
  return (
    <div className={classes.page}>
      <SectionHead title="Evidence">{PURPOSE}</SectionHead>
      <AskedEvidence namespace={name} search={search} onAsk={(next) => void navigate({ search: next })} />
    </div>
  );
}

/** Of the repositories of the reader's own account. */
export function AccountEvidencePage() {
  const { name } = useSession();
  const search = accountRoute.useSearch();
  const navigate = accountRoute.useNavigate();
  const trail = (
    <AnchorLink to="/account/audit" inherit>
      Audit log
    </AnchorLink>
  );
  return (
    <div className={classes.page}>
      <PageHead title="Evidence" trail={trail}>
        {PURPOSE}
      </PageHead>
      <AskedEvidence namespace={name} search={search} onAsk={(next) => void navigate({ search: next })} />
    </div>
  );
}

interface AskedEvidenceProps {
  readonly namespace: string;
  readonly search: EvidenceSearch;
  readonly onAsk: (search: EvidenceSearch) => void;
}

function AskedEvidence({ namespace, search, onAsk }: AskedEvidenceProps) {
  const asked = { repository: '', ...daysAtFirst(new Date()), ...search };
  const period = asked.repository === '' ? undefined : periodOf(asked.repository, asked);
  return (
    <>
      <EvidenceForm
        key={JSON.stringify(asked)}
        namespace={namespace}
        asked={asked}
        onAsk={(next) => onAsk(readEvidenceSearch({ ...next }))}
      />
      {period ? (
        <Evidence key={JSON.stringify(period)} namespace={namespace} period={period} />
      ) : (
        <EmptyState title="Choose a repository">
          You can also type the name of a repository that was deleted. Evidence of it remains.
        </EmptyState>
      )}
    </>
  );
}

interface EvidenceProps {
  readonly namespace: string;
  readonly period: EvidencePeriod;
}

function Evidence({ namespace, period }: EvidenceProps) {
  const { repository, from, to } = period;
  const { error } = useQuery(accountsQuery({ repository, before: undefined, page: 1 }));
  if (error instanceof ApiFault && [400, 404].includes(error.status)) {
    return (
      <EmptyState title="No such repository">
        {namespace} never had a repository of this name. Check the name: it starts with {namespace}/.
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
