import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ConfirmDialog, type Dialog } from '../../../parts/dialogs.tsx';
import { keyOf, ORGANIZATIONS } from '../use-organization.ts';
import { removeMember, usePutMember, useRemoveMember } from './use-members.ts';

interface RemoveMemberDialogProps {
  readonly organization: string;
  /** About the name of an account. */
  readonly dialog: Dialog<string>;
}

export function RemoveMemberDialog({ organization, dialog }: RemoveMemberDialogProps) {
  const { subject: account = '', isOpen } = dialog;
  const remove = useRemoveMember(organization);
  const close = () => {
    remove.reset();
    dialog.close();
  };
  return (
    <ConfirmDialog
      title={`Remove ${account} from ${organization}?`}
      action={`Remove ${account}`}
      isOpen={isOpen}
      isBusy={remove.isPending}
      fault={remove.error}
      onClose={close}
      onConfirm={() => remove.mutate(account, { onSuccess: close })}
    >
      All teams and rights of {account} in this organization end at once, also for access tokens. Added again later,{' '}
      {account} starts without them.
    </ConfirmDialog>
  );
}

interface StepDownDialogProps {
  readonly organization: string;
  /** The reader's own. */
  readonly account: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asked, for an owner who becomes a member cannot take it back. */
export function StepDownDialog({ organization, account, isOpen, onClose }: StepDownDialogProps) {
  const put = usePutMember(organization);
  const close = () => {
    put.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      title={`Own ${organization} no longer?`}
      action="Become a member"
      isOpen={isOpen}
      isBusy={put.isPending}
      fault={put.error}
      onClose={close}
      onConfirm={() => put.mutate({ account, role: 'member' }, { onSuccess: close })}
    >
      You stay as a member, with the rights and teams that you have. Only another owner can make you an owner again.
    </ConfirmDialog>
  );
}

interface LeaveDialogProps {
  readonly organization: string;
  /** The reader's own. */
  readonly account: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function LeaveDialog({ organization, account, isOpen, onClose }: LeaveDialogProps) {
  const leave = useLeaveOrganization(organization);
  return (
    <ConfirmDialog
      title={`Leave ${organization}?`}
      action="Leave"
      isOpen={isOpen}
      isBusy={leave.isPending}
      fault={leave.error}
      onClose={() => {
        leave.reset();
        onClose();
      }}
      onConfirm={() => leave.mutate(account)}
    >
      You lose your teams and rights here at once, and so do your access tokens. Only an owner can add you again.
    </ConfirmDialog>
  );
}

/** Away from its pages first: for whoever left, they are not there any more. */
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
