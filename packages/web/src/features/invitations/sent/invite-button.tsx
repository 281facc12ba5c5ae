import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { InviteForm } from './invite-form.tsx';
import type { InvitedTo } from './use-sent-invitations.ts';
import { type Sent, useSentMessage } from './use-sent-message.tsx';

/** Invites somebody to an organization or to the server. */
export function InviteButton({ to }: { readonly to: InvitedTo }) {
  const [isOpen, { open, close }] = useDisclosure();
  const [tellSent, linkDialog] = useSentMessage();
  const finish = (sent: Sent) => {
    close();
    tellSent(sent);
  };
  return (
    <>
      <Button onClick={open}>{to === null ? 'Invite person' : 'Invite member'}</Button>
      <Modal opened={isOpen} onClose={close} title={`Invite to ${to ?? 'this server'}`} centered>
        <InviteForm to={to} onSent={finish} onClose={close} />
      </Modal>
      {linkDialog}
    </>
  );
}
