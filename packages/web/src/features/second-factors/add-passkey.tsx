import { Text } from '@mantine/core';
import { describeBrowser } from '../sessions/describe-browser.ts';
import { NameDialog } from './name-dialog.tsx';
import { useAddPasskey } from './use-factors.ts';

interface AddFactorProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Recovery codes come with the first factor. */
  readonly onAdded: (recoveryCodes: readonly string[] | null) => void;
}

export function AddPasskey({ isOpen, onClose, onAdded }: AddFactorProps) {
  const add = useAddPasskey();
  return (
    <NameDialog
      title="Add a passkey"
      action="Make the passkey"
      initialName={describeBrowser(navigator.userAgent)}
      isOpen={isOpen}
      isBusy={add.isPending}
      fault={add.error}
      onName={(name) => add.mutate(name, { onSuccess: ({ recoveryCodes }) => onAdded(recoveryCodes) })}
      onClose={onClose}
    >
      <Text size="sm">Your browser asks next where to keep it. It signs you in alone, or after the password.</Text>
    </NameDialog>
  );
}
