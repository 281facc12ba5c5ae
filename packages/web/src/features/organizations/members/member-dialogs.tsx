import { type MemberRole, roleInWords } from '@lanyard/core/organizations/member-role';
import { Checkbox, List, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ConfirmDialog, type Dialog } from '../../../parts/dialogs.tsx';
import { organizationTokensQuery } from '../../tokens/use-tokens.ts';
import { keyOf, ORGANIZATIONS, removeMember, useChangeRole, useRemoveMember } from '../use-organization.ts';

interface RemoveMemberDialogProps {
  readonly organization: string;
  /** About the name of an account. */
  readonly dialog: Dialog<string>;
}

export function RemoveMemberDialog({ organization, dialog }: RemoveMemberDialogProps) {
  const { subject: account = '', isOpen, close } = dialog;
  const remove = useRemoveMember(organization);
  const [endTokens, setEndTokens] = useState(false);
  const closeAll = () => {
    setEndTokens(false);
    close();
  };
  return (
    <ConfirmDialog
      title={`Remove ${account} from ${organization}?`}
      action={`Remove ${account}`}
      change={remove}
      isOpen={isOpen}
      onClose={closeAll}
      onConfirm={() => remove.mutate({ account, endTokens }, { onSuccess: closeAll })}
    >
      {account} loses all teams and permissions in this organization at once, and so do the access tokens of {account}.
      Only a new invitation brings {account} back, and you have to give the teams and permissions again.
      {isOpen && (
        <TokensLeftBehind organization={organization} account={account} isEnding={endTokens} onChange={setEndTokens} />
      )}
    </ConfirmDialog>
  );
}

interface TokensLeftBehindProps {
  readonly organization: string;
  readonly account: string;
  readonly isEnding: boolean;
  readonly onChange: (isEnding: boolean) => void;
}

/** Anyone who generated a token of the organization may know its secret. */
function TokensLeftBehind({ organization, account, isEnding, onChange }: TokensLeftBehindProps) {
  const { data } = useQuery(organizationTokensQuery(organization, { pageSize: 100 }));
  const known = data?.tokens.filter(({ createdBy }) => createdBy === account) ?? [];
  // With more tokens than were asked for, some of the account's may be among the others.
  if (data && known.length === 0 && data.total <= data.tokens.length) return null;
  return (
    <Stack gap="xs" mt="md">
      {known.length > 0 && (
        <>
          <Text size="sm">
            {account} generated these access tokens of {organization}, and may know their secrets:
          </Text>
          <List size="sm">
            {known.map(({ id, description }) => (
              <List.Item key={id}>{description}</List.Item>
            ))}
          </List>
        </>
      )}
      <Checkbox
        label={`Also delete the access tokens of ${organization} that ${account} generated`}
        checked={isEnding}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </Stack>
  );
}

interface OwnDialogProps {
  readonly organization: string;
  /** The account that is signed in. */
  readonly account: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** What an owner can become without anybody's help. */
export type StepDownRole = Exclude<MemberRole, 'owner'>;

interface StepDownDialogProps extends Omit<OwnDialogProps, 'isOpen' | 'onClose'> {
  readonly dialog: Dialog<StepDownRole>;
}

/** Asks first, because owners who become members or editors cannot undo it. */
export function StepDownDialog({ organization, account, dialog }: StepDownDialogProps) {
  const { subject: role = 'member', isOpen, close } = dialog;
  const put = useChangeRole(organization);
  return (
    <ConfirmDialog
      title={`Stop being an owner of ${organization}?`}
      action={`Become ${roleInWords(role)}`}
      change={put}
      isOpen={isOpen}
      onClose={close}
      onConfirm={() => put.mutate({ account, role }, { onSuccess: close })}
    >
      You stay a member, with your teams and permissions. Only another owner can make you an owner again.
    </ConfirmDialog>
  );
}

export function LeaveDialog({ organization, account, isOpen, onClose }: OwnDialogProps) {
  const leave = useLeaveOrganization(organization);
  return (
    <ConfirmDialog
      title={`Leave ${organization}?`}
      action="Leave"
      change={leave}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => leave.mutate(account)}
    >
      You lose your teams and permissions here at once, and so do your access tokens. Only a new invitation brings you
      back.
    </ConfirmDialog>
  );
}

/** Leaves the pages of the organization first, because they cannot be loaded afterwards. */
function useLeaveOrganization(organization: string) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (account: string) => removeMember(organization, account),
    onSuccess: async () => {
      await navigate({ to: '/organizations' });
      queryClient.removeQueries({ queryKey: keyOf(organization) });
      await queryClient.invalidateQueries({ queryKey: [ORGANIZATIONS] });
    },
  });
}
