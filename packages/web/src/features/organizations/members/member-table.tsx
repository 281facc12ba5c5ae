import { Button, NativeSelect, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useSession } from '../../../api/session.ts';
import type { Member } from '../../../api/types.ts';
import { RoleBadge } from '../../../parts/badges.tsx';
import { useDialog } from '../../../parts/dialogs.tsx';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { CardTable } from '../../../parts/lists.tsx';
import { TimeText } from '../../../parts/time-text.tsx';
import { useChangeRole } from '../use-organization.ts';
import { LeaveDialog, RemoveMemberDialog, StepDownDialog, type StepDownRole } from './member-dialogs.tsx';
import { asksForMore, TermsState } from './not-accepted.tsx';

interface MemberTableProps {
  readonly organization: string;
  readonly members: readonly Member[];
  readonly isOwner: boolean;
}

export function MemberTable({ organization, members, isOwner }: MemberTableProps) {
  const { name: ownName } = useSession();
  const put = useChangeRole(organization);
  const removal = useDialog<string>();
  const [isLeaving, leaving] = useDisclosure();
  const steppingDown = useDialog<StepDownRole>();
  const changeRole = (account: string, role: Member['role']) =>
    account === ownName && role !== 'owner' ? steppingDown.open(role) : put.mutate({ account, role });
  const own = { organization, account: ownName };
  const rules = members.some((member) => asksForMore(member)) ? ['New rules'] : [];
  return (
    <>
      <FaultAlert fault={put.error} />
      <CardTable label="Members" columns={['Account', 'Role', 'Added', ...rules, '']}>
        {members.map((member) => (
          <MemberRow
            key={member.account}
            member={member}
            isOwn={member.account === ownName}
            isOwner={isOwner}
            hasRules={rules.length > 0}
            onRole={(role) => changeRole(member.account, role)}
            onRemove={() => (member.account === ownName ? leaving.open() : removal.open(member.account))}
          />
        ))}
      </CardTable>
      <LeaveDialog {...own} isOpen={isLeaving} onClose={leaving.close} />
      <StepDownDialog {...own} dialog={steppingDown} />
      <RemoveMemberDialog organization={organization} dialog={removal} />
    </>
  );
}

interface MemberRowProps {
  readonly member: Member;
  readonly isOwn: boolean;
  readonly isOwner: boolean;
  /** Whether there is a column for rules that members have not accepted. */
  readonly hasRules: boolean;
  readonly onRole: (role: Member['role']) => void;
  readonly onRemove: () => void;
}

function MemberRow({ member, isOwn, isOwner, hasRules, onRole, onRemove }: MemberRowProps) {
  const { account, role, addedAt, terms } = member;
  return (
    <Table.Tr>
      <Table.Td>
        <Text component="span" fz="inherit" fw={500}>
          {account}
        </Text>
        {isOwn && ' (you)'}
      </Table.Td>
      <Table.Td data-label="Role">
        {isOwner ? <RoleField account={account} role={role} onChange={onRole} /> : <RoleBadge role={role} />}
      </Table.Td>
      <Table.Td data-label="Added">
        <TimeText at={addedAt} />
      </Table.Td>
      {hasRules && <Table.Td data-label="New rules">{terms ? <TermsState terms={terms} /> : null}</Table.Td>}
      <Table.Td>
        {(isOwner || isOwn) && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            aria-label={isOwn ? 'Leave organization' : `Remove ${account}`}
            onClick={onRemove}
          >
            {isOwn ? 'Leave' : 'Remove'}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

interface RoleFieldProps {
  readonly account: string;
  readonly role: Member['role'];
  readonly onChange: (role: Member['role']) => void;
}

function RoleField({ account, role, onChange }: RoleFieldProps) {
  return (
    <NativeSelect
      size="xs"
      w={110}
      aria-label={`Role of ${account}`}
      data={[
        { value: 'owner', label: 'Owner' },
        { value: 'editor', label: 'Editor' },
        { value: 'member', label: 'Member' },
      ]}
      value={role}
      onChange={(event) => onChange(event.currentTarget.value as Member['role'])}
    />
  );
}
