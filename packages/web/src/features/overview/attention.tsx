import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSession } from '../../api/session.ts';
import type { Overview, TokenStop } from '../../api/types.ts';
import { LinkButton } from '../../parts/link-button.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { Row, RowList } from '../../parts/row-list.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { tokenStopsQuery } from '../lifetimes/use-lifetimes.ts';
import { organizationsQuery } from '../organizations/use-organization.ts';
import { registryHostsQuery } from '../registries/registries-query.ts';

/** Things to do, each with a link to do it. Shows nothing if there are none. */
export function Attention({ overview }: { readonly overview: Overview }) {
  const items = useItems(overview);
  if (items.length === 0) return null;
  return (
    <section>
      <SectionHead title="Needs attention" />
      <RowList>
        {items.map(({ key, text, why, action }) => (
          <Row key={key} title={text} action={action}>
            {why}
          </Row>
        ))}
      </RowList>
    </section>
  );
}

interface Item {
  readonly key: string;
  readonly text: string;
  readonly why: ReactNode;
  readonly action: ReactNode;
}

function useItems({ tokens, reviews, organizations }: Overview): readonly Item[] {
  const { isAdministrator, hasSecondFactor } = useSession();
  const memberships = useQuery(organizationsQuery).data?.organizations ?? [];
  const registries = useQuery(registryHostsQuery).data?.registries ?? [];
  const stops = useQuery(tokenStopsQuery(undefined)).data?.stops ?? [];
  const unknown = registries.filter(({ host }) => host === null);
  const asking = memberships.filter(({ terms }) => terms.standing === 'noticed' || terms.standing === 'suspended');
  return [
    ...reviews.map(({ id, name, organization, dueAt, undecided }) => ({
      key: `review-${id}`,
      text: `${counted(undecided, 'access token waits', 'access tokens wait')} for your decision in ${organization}`,
      why: (
        <>
          The review {name} is due <TimeText at={dueAt} />.
        </>
      ),
      action: (
        <LinkButton
          to="/organizations/$organization/access-review/reviews/$id"
          params={{ organization, id }}
          variant="default"
          size="xs"
        >
          Open review
        </LinkButton>
      ),
    })),
    tokens.expiring > 0 && {
      key: 'expiring',
      text: `${counted(tokens.expiring, 'access token expires', 'access tokens expire')} within 14 days`,
      why: 'Everything that uses them stops working then.',
      action: (
        <LinkButton to="/account/tokens" search={{ sort: 'expires', order: 'asc' }} variant="default" size="xs">
          Show tokens
        </LinkButton>
      ),
    },
    ...stopsByOrganization(stops).map(({ name, stopped, ahead }) => ({
      key: `stops-${name}`,
      text: stopText(name, stopped, ahead),
      why: 'A rule of the organization stops old or unused access tokens. Elsewhere they work.',
      action: (
        <LinkButton to="/account/tokens" variant="default" size="xs">
          Show tokens
        </LinkButton>
      ),
    })),
    ...asking.map(({ name, terms }) => ({
      key: `terms-${name}`,
      text: terms.standing === 'suspended' ? `${name} suspended your access` : `${name} has new rules`,
      why: 'Read them and accept them, or leave the organization.',
      action: (
        <LinkButton to="/organizations/$organization" params={{ organization: name }} variant="default" size="xs">
          Read the rules
        </LinkButton>
      ),
    })),
    ...organizations
      .filter(({ failingWebhooks }) => failingWebhooks > 0)
      .map(({ name, failingWebhooks }) => ({
        key: `webhooks-${name}`,
        text: `${counted(failingWebhooks, 'webhook is', 'webhooks are')} failing in ${name}`,
        why: 'Events of the organization do not arrive.',
        action: (
          <LinkButton
            to="/organizations/$organization/webhooks"
            params={{ organization: name }}
            variant="default"
            size="xs"
          >
            Show webhooks
          </LinkButton>
        ),
      })),
    ...organizations
      .filter(({ activeOwners, members }) => activeOwners === 1 && members > 1)
      .map(({ name }) => ({
        key: `owner-${name}`,
        text: `You are the only owner of ${name}`,
        why: 'If you lose your account, nobody can manage it. Make somebody else an owner, too.',
        action: (
          <LinkButton
            to="/organizations/$organization/members"
            params={{ organization: name }}
            variant="default"
            size="xs"
          >
            Show members
          </LinkButton>
        ),
      })),
    isAdministrator &&
      !hasSecondFactor && {
        key: 'factor',
        text: 'Your account has no second factor',
        why: 'You can manage all accounts. A guessed password should not be enough to sign in as you.',
        action: (
          <LinkButton to="/account/security" variant="default" size="xs">
            Add a second factor
          </LinkButton>
        ),
      },
    isAdministrator &&
      unknown.length > 0 && {
        key: 'registry',
        text: `The registry ${unknown.map(({ name }) => name).join(', ')} has no address`,
        why: 'The pages cannot show complete docker login and docker pull lines without it.',
        action: (
          <LinkButton to="/administration/registries" variant="default" size="xs">
            Set the address
          </LinkButton>
        ),
      },
  ].filter((item) => item !== false);
}

interface OrganizationStops {
  readonly name: string;
  readonly stopped: number;
  readonly ahead: number;
}

function stopsByOrganization(stops: readonly TokenStop[]): readonly OrganizationStops[] {
  return [...Map.groupBy(stops, ({ organization }) => organization)].map(([name, theirs]) => {
    const stopped = theirs.filter(({ at }) => at === null).length;
    return { name, stopped, ahead: theirs.length - stopped };
  });
}

/** What is ahead is more urgent than what has stopped. */
function stopText(name: string, stopped: number, ahead: number): string {
  if (ahead > 0) return `${counted(ahead, 'access token stops', 'access tokens stop')} in ${name} within 30 days`;
  return `${counted(stopped, 'access token does', 'access tokens do')} not reach ${name}`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
