import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import type { Dialog } from '../../../parts/use-dialog.ts';
import { useRemoveMember } from './use-members.ts';

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
