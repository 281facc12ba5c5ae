import { webhookEventLabel } from '@lanyard/core/webhooks/webhook-events';
import { Button, Group, Modal, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { Webhook } from '../../api/types.ts';
import { WebhookStateBadge } from '../../parts/badges.tsx';
import { ConfirmDialog } from '../../parts/dialogs.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { Fact, FactList } from '../../parts/lists.tsx';
import { SideSheet } from '../../parts/side-sheet.tsx';
import { DeliveryLog } from './delivery-log.tsx';
import { NewSecret } from './new-webhook-form.tsx';
import { useDeleteWebhook, useRotateSecret, useSetActive, useTestWebhook } from './use-webhooks.ts';

interface WebhookSheetProps {
  readonly organization: string;
  /** Undefined while none is open. */
  readonly webhook: Webhook | undefined;
  readonly onClose: () => void;
}

/** One webhook with its settings, its actions and its deliveries. */
export function WebhookSheet({ organization, webhook, onClose }: WebhookSheetProps) {
  const title =
    webhook === undefined || webhook.description === '' ? (webhook?.origin ?? 'Webhook') : webhook.description;
  return (
    <SideSheet title={title} isOpen={webhook !== undefined} onClose={onClose}>
      {webhook && <Body key={webhook.id} organization={organization} webhook={webhook} onDeleted={onClose} />}
    </SideSheet>
  );
}

interface BodyProps {
  readonly organization: string;
  readonly webhook: Webhook;
  readonly onDeleted: () => void;
}

const WHY: Readonly<Record<Webhook['state'], string>> = {
  active: 'Events are sent.',
  paused: 'An owner paused it. What waited is sent when it starts again.',
  failing: 'An event did not arrive in ten attempts over three days. What waits is sent when it starts again.',
  gone: 'The receiver said that it is permanently gone (410).',
};

function Body({ organization, webhook, onDeleted }: BodyProps) {
  const { id, origin, form, actions, state } = webhook;
  const setActive = useSetActive(organization, id);
  const test = useTestWebhook(organization, id);
  const isActive = state === 'active';
  const sendTest = () =>
    test.mutate(undefined, { onSuccess: () => notifications.show({ message: 'The test event is on its way.' }) });
  return (
    <Stack>
      <FactList>
        <Fact label="Address">{origin}/…</Fact>
        <Fact label="Body">{form === 'json' ? 'JSON' : 'CloudEvents'}</Fact>
        <Fact label="Events">
          {actions.length === 0 ? 'All' : actions.map((action) => webhookEventLabel(action) ?? action).join(', ')}
        </Fact>
        <Fact label="Status">
          <WebhookStateBadge state={state} /> {WHY[state]}
        </Fact>
      </FactList>
      <FaultAlert fault={test.error ?? setActive.error} />
      <Group gap="xs">
        <Button variant="default" loading={test.isPending} disabled={!isActive} onClick={sendTest}>
          Send test event
        </Button>
        <Button variant="default" loading={setActive.isPending} onClick={() => setActive.mutate(!isActive)}>
          {isActive ? 'Pause' : 'Start again'}
        </Button>
        <RotateSecret organization={organization} id={id} />
        <DeleteWebhook organization={organization} id={id} onDeleted={onDeleted} />
      </Group>
      <DeliveryLog organization={organization} id={id} />
    </Stack>
  );
}

type Which = Pick<BodyProps, 'organization'> & Pick<Webhook, 'id'>;

function RotateSecret({ organization, id }: Which) {
  const [isOpen, { open, close }] = useDisclosure();
  const [secret, setSecret] = useState<string>();
  const rotate = useRotateSecret(organization, id);
  const confirm = () =>
    rotate.mutate(undefined, {
      onSuccess: (answer) => {
        close();
        setSecret(answer.secret);
      },
    });
  return (
    <>
      <Button variant="default" onClick={open}>
        Replace secret
      </Button>
      <ConfirmDialog
        title="Replace the signing secret?"
        action="Replace secret"
        change={rotate}
        isOpen={isOpen}
        onClose={close}
        onConfirm={confirm}
      >
        For one day, events are signed with both the old and the new secret. Give the new secret to the receiver within
        this day.
      </ConfirmDialog>
      <Modal opened={secret !== undefined} onClose={() => setSecret(undefined)} title="New signing secret" centered>
        {secret !== undefined && <NewSecret secret={secret} onClose={() => setSecret(undefined)} />}
      </Modal>
    </>
  );
}

function DeleteWebhook({ organization, id, onDeleted }: Which & Pick<BodyProps, 'onDeleted'>) {
  const [isOpen, { open, close }] = useDisclosure();
  const remove = useDeleteWebhook(organization, id);
  return (
    <>
      <Button variant="outline" color="red" onClick={open}>
        Delete webhook
      </Button>
      <ConfirmDialog
        title="Delete the webhook?"
        action="Delete webhook"
        change={remove}
        isOpen={isOpen}
        onClose={close}
        onConfirm={() => remove.mutate(undefined, { onSuccess: onDeleted })}
      >
        No more events are sent, and its log is deleted. You cannot undo this.
      </ConfirmDialog>
    </>
  );
}
