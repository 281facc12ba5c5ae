import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { useLeaveOrganization } from './use-leave-organization.ts';

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
