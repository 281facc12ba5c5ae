import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ConfirmDialog, type Dialog } from '../../../parts/dialogs.tsx';
import { keyOf, ORGANIZATIONS, removeMember, usePutMember, useRemoveMember } from '../use-organization.ts';

interface RemoveMemberDialogProps {
  readonly organization: string;
  /** About the name of an account. */
  readonly dialog: Dialog<string>;
}

export function RemoveMemberDialog({ organization, dialog }: RemoveMemberDialogProps) {
  const { subject: account = '', isOpen, close } = dialog;
  const remove = useRemoveMember(organization);
  return (
    <ConfirmDialog
      title={`Remove ${account} from ${organization}?`}
      action={`Remove ${account}`}
      change={remove}
      isOpen={isOpen}
      onClose={close}
      onConfirm={() => remove.mutate(account, { onSuccess: close })}
    >
      {account} loses all teams and permissions in this organization at once, and so do the access tokens of {account}.
      If you add {account} again later, you have to give them again.
    </ConfirmDialog>
  );
}

interface OwnDialogProps {
  readonly organization: string;
  /** The account that is signed in. */
  readonly account: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks first, because owners who become members cannot undo it. */
export function StepDownDialog({ organization, account, isOpen, onClose }: OwnDialogProps) {
  const put = usePutMember(organization);
  return (
    <ConfirmDialog
      title={`Stop being an owner of ${organization}?`}
      action="Become a member"
      change={put}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={() => put.mutate({ account, role: 'member' }, { onSuccess: onClose })}
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
      You lose your teams and permissions here at once, and so do your access tokens. Only an owner can add you again.
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
