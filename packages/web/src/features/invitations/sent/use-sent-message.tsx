import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { CopyField } from '../../../parts/copy-field.tsx';
import { type Dialog, useDialog } from '../../../parts/dialogs.tsx';

/** An invitation that was sent. */
export interface Sent {
  readonly invited: string;
  /** For the inviter to pass on. Null if the server sends it by mail. */
  readonly link: string | null;
}

/** A function to call with a sent invitation, and the dialog that shows its link if no mail brings it. */
export function useSentMessage(): readonly [tellSent: (sent: Sent) => void, linkDialog: ReactNode] {
  const dialog = useDialog<Sent>();
  const tellSent = (sent: Sent) => {
    if (sent.link === null) notifications.show({ message: `The invitation of ${sent.invited} was sent by e-mail.` });
    else dialog.open(sent);
  };
  return [tellSent, <LinkDialog key="link" dialog={dialog} />];
}

/** The link is shown once. */
function LinkDialog({ dialog: { subject, isOpen, close } }: { readonly dialog: Dialog<Sent> }) {
  return (
    <Modal opened={isOpen} onClose={close} title={`Invitation link for ${subject?.invited}`} centered>
      <Stack>
        <Alert color="yellow" title="Copy it now" role="status">
          You cannot see this link again. If you lose it, send the invitation again to create a new link.
        </Alert>
        <CopyField name="the invitation link" text={subject?.link ?? ''} />
        <Text size="sm">
          This server sends no e-mail, so give the link to {subject?.invited} yourself, and to nobody else. It works
          once, for 7 days.
        </Text>
        <Group justify="flex-end">
          <Button onClick={close}>Done</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
