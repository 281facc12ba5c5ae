import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { usePutMember } from './use-members.ts';

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
