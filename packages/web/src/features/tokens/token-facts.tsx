import { ORGANIZATION_SCOPES } from '@lanyard/core/tokens/organization-scope';
import { PUBLIC_PATH, REPOSITORY_SCOPES, type RepositoryScope } from '@lanyard/core/tokens/repository-scope';
import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Token } from '../../api/types.ts';
import { TokenStatusBadge } from '../../parts/badges.tsx';
import { describeClient } from '../../parts/describe-client.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { Fact, FactList } from '../../parts/lists.tsx';
import { ProgramText } from '../../parts/program-text.tsx';
import { DayText, TimeText } from '../../parts/time-text.tsx';
import { describeEvent } from '../audit/describe-event.ts';
import { describeGrants } from './grants.ts';
import classes from './tokens.module.css';
import { eventsQuery, useTokenOwner } from './use-tokens.ts';

/** All properties of a token, without its secret. */
export function TokenFacts({ token }: { readonly token: Token }) {
  const { lastUsed, createdFrom } = token;
  return (
    <FactList>
      <Fact label="Status">
        <TokenStatusBadge status={token.status} />
      </Fact>
      {token.grants.length > 0 && <Fact label="Permissions">{describeGrants(token.grants)}</Fact>}
      {token.organizationScopes.length > 0 && (
        <Fact label="In the organization">
          {token.organizationScopes.map((scope) => ORGANIZATION_SCOPES[scope].label).join('; ')}
        </Fact>
      )}
      {token.repositoryScopes.length > 0 && (
        <Fact label="With repositories">
          {token.repositoryScopes.map(({ path, scopes }) => (
            <div key={path}>
              {path === PUBLIC_PATH ? 'Public ones' : path}: {scopes.map(labelOf).join('; ')}
            </div>
          ))}
        </Fact>
      )}
      <Fact label="Source">{sourceOf(token)}</Fact>
      <Fact label="Created">
        <TimeText at={token.createdAt} /> from {createdFrom.address} with <ProgramText userAgent={createdFrom.client} />
      </Fact>
      <Fact label="Last used">
        {lastUsed ? (
          <>
            <TimeText at={lastUsed.at} /> from {lastUsed.address} with <ProgramText userAgent={lastUsed.client} />
          </>
        ) : (
          'Never'
        )}
      </Fact>
      <Fact label="Expires">{token.expiresAt === null ? 'Never' : <DayText at={token.expiresAt} />}</Fact>
      <Fact label="ID">{token.id}</Fact>
    </FactList>
  );
}

function labelOf(scope: RepositoryScope): string {
  return REPOSITORY_SCOPES[scope].label;
}

function sourceOf({ signedInWith, commandLineId }: Token): string {
  if (signedInWith) return `Auto-generated for ${describeClient(signedInWith)}`;
  return commandLineId === null ? 'Manual' : 'Manual, by a command line that you approved';
}

const WORDS: Readonly<Record<string, string>> = {
  'token.created': 'Created',
  'token.changed': 'Changed',
  'token.deactivated': 'Deactivated',
  'token.activated': 'Activated',
  'token.refused': 'Refused',
};

/** The changes to the token, newest first. */
export function TokenEvents({ id }: { readonly id: string }) {
  const query = useQuery(eventsQuery(useTokenOwner(), id));
  return (
    <section>
      <Title order={2} mb="sm">
        History
      </Title>
      <QueryStatus query={query} name="the history" height={80} />
      {query.data?.events.length === 0 && <Text c="dimmed">Nothing is recorded.</Text>}
      <ol className={classes.events}>
        {query.data?.events.map((event) => (
          <li key={event.id}>
            <strong>{WORDS[event.action] ?? event.action}</strong> by {event.actor.name}, <TimeText at={event.at} />
            {event.action === 'token.refused' && <Text size="sm">{describeEvent(event)}</Text>}
            <Text size="sm" c="dimmed">
              from {event.address} with <ProgramText userAgent={event.client} />
            </Text>
          </li>
        ))}
      </ol>
    </section>
  );
}
