import { Button, Stack } from '@mantine/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ApiFault } from '../../api/api-fault.ts';
import type { Token } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { EmptyState, PageHead, SectionHead } from '../../parts/page-head.tsx';
import { GateRecord } from '../gate/gate-record.tsx';
import { StopNotices } from '../lifetimes/stops-of-token.tsx';
import { OwnersOnly } from '../organizations/organization-page.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { NarrowerGrants } from './narrower-grants.tsx';
import { OutOfReachNotice } from './out-of-reach.tsx';
import { TokenButtons } from './token-buttons.tsx';
import { TokenEvents, TokenFacts } from './token-facts.tsx';
import { TokenHolds } from './token-holds.tsx';
import { TokenUsage } from './token-usage.tsx';
import { organizationTokenQuery, TokensOfOrganization, tokenQuery, useTokenOwner } from './use-tokens.ts';

const TRAIL = (
  <AnchorLink to="/account/tokens" inherit>
    Access tokens
  </AnchorLink>
);
const route = getRouteApi('/shell/account/tokens/$id');
const organizationRoute = getRouteApi('/shell/organizations/$organization/tokens/$id');

/** A token of the account. */
export function TokenPage() {
  const { id } = route.useParams();
  const query = useQuery(tokenQuery(id));
  const navigate = useNavigate();
  const onDeleted = () => void navigate({ to: '/account/tokens' });
  if (isMissing(query)) return <MissingToken />;
  return (
    <TokenView query={query}>
      {(token) => (
        <>
          <PageHead
            title={token.description}
            trail={TRAIL}
            actions={<TokenButtons token={token} onDeleted={onDeleted} />}
          />
          <TokenHolds id={id} />
          <StopNotices id={id} />
          <OutOfReachNotice token={token} />
        </>
      )}
    </TokenView>
  );
}

/** A token of an organization. */
export function OrganizationTokenPage() {
  const { name, isOwner } = useOrganization();
  const { id } = organizationRoute.useParams();
  if (!isOwner) return <OwnersOnly />;
  return (
    <TokensOfOrganization value={name}>
      <OrganizationToken organization={name} id={id} />
    </TokensOfOrganization>
  );
}

function OrganizationToken({ organization, id }: { readonly organization: string; readonly id: string }) {
  const query = useQuery(organizationTokenQuery(organization, id));
  const navigate = useNavigate();
  const onDeleted = () => void navigate({ to: '/organizations/$organization/tokens', params: { organization } });
  if (isMissing(query)) {
    return <EmptyState title="Token not found">It was deleted, or it belongs to another organization.</EmptyState>;
  }
  return (
    <TokenView query={query}>
      {(token) => (
        <>
          <SectionHead title={token.description} actions={<TokenButtons token={token} onDeleted={onDeleted} />}>
            Created by {token.createdBy ?? 'the operator'}. Logs in as {organization}.
          </SectionHead>
          <StopNotices id={id} organization={organization} />
        </>
      )}
    </TokenView>
  );
}

interface TokenViewProps {
  readonly query: UseQueryResult<Token>;
  /** The heading for the token. */
  readonly children: (token: Token) => ReactNode;
}

function TokenView({ query, children }: TokenViewProps) {
  const token = query.data;
  if (!token) return <QueryStatus query={query} name="the token" height={400} />;
  return (
    <>
      {children(token)}
      <NarrowerGrants token={token} />
      <Stack gap="xl">
        <TokenFacts token={token} />
        <TokenUsage id={token.id} />
        <OwnRecord id={token.id} />
        <TokenEvents id={token.id} />
      </Stack>
    </>
  );
}

/** Only the owner of a personal token can read its uses, request by request. */
function OwnRecord({ id }: { readonly id: string }) {
  return useTokenOwner() === undefined && <GateRecord of={{ tokenId: id }} order={2} />;
}

function isMissing({ error }: UseQueryResult): boolean {
  return error instanceof ApiFault && error.status === 404;
}

function MissingToken() {
  return (
    <>
      <PageHead title="Token not found" />
      <EmptyState
        title="Nothing here"
        action={
          <Button component={Link} to="/account/tokens">
            Go to access tokens
          </Button>
        }
      >
        The token was deleted, or it is not yours. Your audit log still shows what was done with a deleted token.
      </EmptyState>
    </>
  );
}
