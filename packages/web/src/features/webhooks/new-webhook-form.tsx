import { CHECKPOINT_EVENT, CHECKPOINT_LABEL } from '@lanyard/core/webhooks/webhook-events';
import { Button, Group, MultiSelect, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import type { WebhookForm } from '../../api/types.ts';
import { SecretField } from '../../parts/copy-field.tsx';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { actionGroups } from '../audit/action-groups.ts';
import { type NewWebhook, useCreateWebhook } from './use-webhooks.ts';

const FORMS: readonly { readonly value: WebhookForm; readonly label: string }[] = [
  { value: 'json', label: 'JSON' },
  { value: 'cloudevents', label: 'CloudEvents' },
];

interface NewWebhookFormProps {
  readonly organization: string;
  readonly onClose: () => void;
}

/** At the end it shows the secret, only once. */
export function NewWebhookForm({ organization, onClose }: NewWebhookFormProps) {
  const [secret, setSecret] = useState<string>();
  if (secret !== undefined) return <NewSecret secret={secret} onClose={onClose} />;
  return <Fields organization={organization} onCreated={setSecret} onClose={onClose} />;
}

export function NewSecret({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  return (
    <Stack>
      <Text size="sm">
        The receiver needs this secret to check the signature of each event (Standard Webhooks). It is shown only now.
      </Text>
      <SecretField name="the signing secret" text={secret} />
      <Group>
        <Button onClick={onClose}>I have saved it</Button>
      </Group>
    </Stack>
  );
}

const EMPTY: NewWebhook = { url: '', description: '', actions: [], form: 'json' };

function Fields({ organization, onCreated, onClose }: NewWebhookFormProps & { onCreated: (secret: string) => void }) {
  const form = useForm<NewWebhook & Record<string, unknown>>({
    initialValues: EMPTY as NewWebhook & Record<string, unknown>,
  });
  const create = useCreateWebhook(organization);
  const [fault, showFault] = useFormFault(form);
  const groups: { group: string; items: { value: string; label: string }[] }[] = [
    ...actionGroups('organization').map(({ group, items }) => ({ group, items: [...items] })),
    { group: 'Audit log of the server', items: [{ value: CHECKPOINT_EVENT, label: CHECKPOINT_LABEL }] },
  ];
  const send = form.onSubmit((values) => {
    showFault(undefined);
    create.mutate(values, { onSuccess: ({ secret }) => onCreated(secret), onError: showFault });
  });
  return (
    <form onSubmit={send}>
      <Stack>
        <TextInput
          label="Address"
          description="Where events are sent by POST. It is shown only in part afterwards."
          placeholder="https://hooks.example.com/lanyard"
          required
          data-autofocus
          {...form.getInputProps('url')}
        />
        <TextInput label="Description" placeholder="Chat of the platform team" {...form.getInputProps('description')} />
        <MultiSelect
          label="Events"
          description="Leave empty to send all events of the organization."
          placeholder={form.values.actions.length === 0 ? 'All events' : ''}
          data={groups}
          searchable
          hidePickedOptions
          maxDropdownHeight={240}
          value={[...form.values.actions]}
          onChange={(actions) => form.setFieldValue('actions', actions as NewWebhook['actions'])}
        />
        <Radio.Group label="Body" {...form.getInputProps('form')}>
          <Group mt="xs">
            {FORMS.map(({ value, label }) => (
              <Radio key={value} value={value} label={label} />
            ))}
          </Group>
        </Radio.Group>
        <FaultAlert fault={fault} />
        <FormButtons action="Create webhook" isBusy={create.isPending} onClose={onClose} />
      </Stack>
    </form>
  );
}
