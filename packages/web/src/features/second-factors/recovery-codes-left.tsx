import { Anchor, Text } from '@mantine/core';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useDialog } from '../../parts/use-dialog.ts';
import { useRenewRecoveryCodes } from './use-factors.ts';

interface RecoveryCodesLeftProps {
  readonly left: number;
  readonly onMade: (codes: readonly string[]) => void;
}

export function RecoveryCodesLeft({ left, onMade }: RecoveryCodesLeftProps) {
  const asking = useDialog<true>();
  const renew = useRenewRecoveryCodes();
  const make = () =>
    renew.mutate(undefined, {
      onSuccess: ({ recoveryCodes }) => {
        asking.close();
        onMade(recoveryCodes);
      },
    });
  return (
    <>
      <Text mt="sm" size="sm">
        {left} of 10 recovery codes left.{' '}
        <Anchor component="button" type="button" size="sm" onClick={() => asking.open(true)}>
          Make new ones
        </Anchor>
      </Text>
      <ConfirmDialog
        title="Make new recovery codes?"
        action="Make new codes"
        isOpen={asking.isOpen}
        isBusy={renew.isPending}
        fault={renew.error}
        onConfirm={make}
        onClose={asking.close}
      >
        Those that you have kept stop working.
      </ConfirmDialog>
    </>
  );
}
