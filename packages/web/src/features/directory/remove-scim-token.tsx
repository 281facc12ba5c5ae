import { notifications } from '@mantine/notifications';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useRemoveScimToken } from './use-scim-token.ts';

interface RemoveScimTokenProps {
  readonly organization: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function RemoveScimToken({ organization, isOpen, onClose }: RemoveScimTokenProps) {
  const remove = useRemoveScimToken(organization);
  const close = () => {
    remove.reset();
    onClose();
  };
  const onSuccess = () => {
    notifications.show({ message: 'The token of the directory is removed.' });
    close();
  };
  return (
    <ConfirmDialog
      title="Remove the token of the directory?"
      action="Remove the token"
      isOpen={isOpen}
      isBusy={remove.isPending}
      fault={remove.error}
      onClose={close}
      onConfirm={() => remove.mutate(undefined, { onSuccess })}
    >
      The directory is refused from then on. The accounts that it made stay as they are: nobody is deactivated by it any
      more.
    </ConfirmDialog>
  );
}
