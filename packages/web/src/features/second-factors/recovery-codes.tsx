import { Alert, Anchor, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { CopyField } from '../../parts/copy-field.tsx';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { useRenewRecoveryCodes } from './use-factors.ts';

interface RecoveryCodesProps {
  /** Undefined if there are none to show. */
  readonly codes: readonly string[] | undefined;
  readonly onClose: () => void;
}

/** Shows new recovery codes. They are shown only once. */
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
        <Alert color="yellow" title="Save them now" role="status">
          If you lose your second factor, sign in with one of these codes. Each code works once. You cannot see them
          again.
        </Alert>
        <CopyField name="the recovery codes" text={text} />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => download(text)}>
            Download
          </Button>
          <Button onClick={onClose}>I have saved them</Button>
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
  const [isOpen, { open, close }] = useDisclosure();
  const renew = useRenewRecoveryCodes();
  const generate = () =>
    renew.mutate(undefined, {
      onSuccess: ({ recoveryCodes }) => {
        close();
        onMade(recoveryCodes);
      },
    });
  return (
    <>
      <Text mt="sm" size="sm">
        {left} of 10 recovery codes left.{' '}
        <Anchor component="button" type="button" size="sm" onClick={open}>
          Generate new codes
        </Anchor>
      </Text>
      <ConfirmDialog
        title="Generate new recovery codes?"
        action="Generate new codes"
        change={renew}
        isOpen={isOpen}
        onConfirm={generate}
        onClose={close}
      >
        Your old recovery codes stop working.
      </ConfirmDialog>
    </>
  );
}
