import { Alert, Anchor, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { CopyField } from '../../parts/copy-field.tsx';
import { ConfirmDialog, useDialog } from '../../parts/dialogs.tsx';
import { useRenewRecoveryCodes } from './use-factors.ts';

interface RecoveryCodesProps {
  /** Undefined while there is nothing to show. */
  readonly codes: readonly string[] | undefined;
  readonly onClose: () => void;
}

/** The one time that they are shown. */
export function RecoveryCodes({ codes, onClose }: RecoveryCodesProps) {
  const text = codes?.join('\n') ?? '';
  return (
    <Modal
      opened={codes !== undefined}
      onClose={onClose}
      title="Your recovery codes"
      centered
      closeOnClickOutside={false}
    >
      <Stack>
        <Alert color="yellow" title="Keep them now" role="status">
          Each signs you in once in the place of a second factor that you lost. They are not shown again.
        </Alert>
        <CopyField label="the recovery codes" text={text} />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => download(text)}>
            Save as a file
          </Button>
          <Button onClick={onClose}>I have kept them</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function download(text: string): void {
  const address = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'lanyard-recovery-codes.txt';
  link.click();
  URL.revokeObjectURL(address);
}

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
