import { roleInWords } from '@lanyard/core/organizations/member-role';
import { Text } from '@mantine/core';
import type { WaitingInvitation } from '../../api/types.ts';
import { formatExactTime, formatRelativeTime } from '../../parts/time-text.tsx';
import { TermList } from '../organizations/terms/term-list.tsx';

/** Who invites, to what, and until when. */
export function InvitationText({ invitation }: { readonly invitation: WaitingInvitation }) {
  const { organization, role, invitedBy, expiresAt } = invitation;
  return (
    <>
      <b>{invitedBy === 'operator' ? 'The operator of this server' : invitedBy}</b> invites you to{' '}
      {organization === null ? (
        'create an account on this server'
      ) : (
        <>
          become {roleInWords(role)} of the organization <b>{organization}</b>
        </>
      )}
      . The invitation ends{' '}
      <time dateTime={expiresAt} title={formatExactTime(expiresAt)}>
        {formatRelativeTime(expiresAt, Date.now())}
      </time>
      .
    </>
  );
}

/** What the person accepts with the invitation. */
export function InvitationTerms({ invitation: { organization, words } }: { readonly invitation: WaitingInvitation }) {
  if (organization === null) return null;
  if (words.length === 0) return <Text size="sm">{organization} has no rules for its members now.</Text>;
  return (
    <>
      <Text size="sm">If you accept, you accept these rules:</Text>
      <TermList organization={organization} words={words} />
    </>
  );
}
