import { durationInWords } from '@lanyard/core/duration-in-words';
import { Alert, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TokenStop } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { formatDay } from '../../parts/time-text.tsx';
import { tokenStopsQuery, useLetIn } from './use-lifetimes.ts';

/** Where rules stop the token, or will; `organization` for a token of the organization itself. */
function useStopsOf(id: string, organization: string | undefined): readonly TokenStop[] {
  const { data } = useQuery(tokenStopsQuery(organization));
  return data ? data.stops.filter(({ tokenId }) => tokenId === id) : [];
}

/** "Does not reach acme: unused there for 90 days"; "Will not reach acme from Mar 1, 2027: longer than 30 days". */
function describeStop({ organization, rule, seconds, at, isByAge }: Omit<TokenStop, 'tokenId'>): string {
  const length = durationInWords(seconds);
  const lifetime = isByAge ? describeAge(length, at) : `longer than ${length}`;
  const cause = rule === 'tokenUnusedSeconds' ? `unused there for ${length}` : lifetime;
  if (at === null) return `Does not reach ${organization}: ${cause}`;
  return `Will not reach ${organization} from ${formatDay(at)}: ${cause}`;
}

function describeAge(length: string, at: string | null): string {
  return at === null ? `older than ${length}` : `${length} old then`;
}

/** In a row of a list. */
export function StopLines({ id, organization }: StopNoticesProps) {
  return useStopsOf(id, organization).map((stop) => (
    <Text key={`${stop.organization} ${stop.rule}`} size="xs" c="dimmed" mt={2}>
      {describeStop(stop)}
    </Text>
  ));
}

interface StopNoticesProps {
  readonly id: string;
  readonly organization?: string | undefined;
}

/** On the page of the token, with what can be done. */
export function StopNotices({ id, organization }: StopNoticesProps) {
  const stops = useStopsOf(id, organization);
  return stops.map((stop) => (
    <StopNotice key={`${stop.organization} ${stop.rule}`} stop={stop} asOwner={organization !== undefined} />
  ));
}

interface NewTokenStopsProps {
  readonly stops: readonly Omit<TokenStop, 'tokenId'>[];
  readonly asOwner: boolean;
}

/** With the secret of a new token: where it stops soon, or reaches nothing at all. */
export function NewTokenStops({ stops, asOwner }: NewTokenStopsProps) {
  return stops.map((stop) => (
    <Alert key={`${stop.organization} ${stop.rule}`} color="yellow" variant="light" mb="lg" title={describeStop(stop)}>
      <Advice stop={stop} asOwner={asOwner} />
    </Alert>
  ));
}

function Advice({
  stop: { rule, at, isByAge },
  asOwner,
}: {
  readonly stop: Omit<TokenStop, 'tokenId'>;
  readonly asOwner: boolean;
}) {
  const unused = at === null ? 'Delete it if nobody needs it any more.' : 'Each use there puts that off.';
  const lifetime = isByAge ? 'Sign in there again with docker login.' : 'Generate another token that expires sooner.';
  return (
    <Text size="sm">
      {!asOwner && 'Elsewhere it works. '}
      {rule === 'tokenUnusedSeconds' ? unused : lifetime}
    </Text>
  );
}

function StopNotice({ stop, asOwner }: { readonly stop: TokenStop; readonly asOwner: boolean }) {
  const letIn = useLetIn();
  const { organization, rule, at, tokenId: id } = stop;
  const isUnused = rule === 'tokenUnusedSeconds';
  return (
    <Alert color="yellow" variant="light" mb="lg" title={describeStop(stop)}>
      <Advice stop={stop} asOwner={asOwner} />
      <FaultAlert fault={letIn.error} />
      {isUnused && at === null && (
        <Group mt="sm">
          <Button
            size="xs"
            variant="default"
            loading={letIn.isPending}
            onClick={() => letIn.mutate({ id, organization, asOwner })}
          >
            Let it in again
          </Button>
        </Group>
      )}
    </Alert>
  );
}
