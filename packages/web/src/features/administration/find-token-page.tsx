import { Button, Group, Modal, Paper, PasswordInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { FoundToken } from '../../api/types.ts';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { Fact, FactList } from '../../parts/lists.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { TokenFacts } from '../tokens/token-facts.tsx';

/** A secret is sent once, in the body of a request. It is in no address, log or cache. */
export function FindTokenPage() {
  const find = useMutation({
    // Nothing is kept for the next time that the page opens.
    gcTime: 0,
    mutationFn: ({ id, secret }: { readonly id: string; readonly secret: string }) => {
      const body = secret === '' ? { id: id.trim() } : { secret: secret.trim() };
      return answerOf(client.POST('/api/server/tokens/find', { body }));
    },
  });
  const form = useForm({
    initialValues: { id: '', secret: '' },
    validate: { id: (id, { secret }) => (id.trim() === '' && secret === '' ? 'Enter an ID or a secret' : null) },
  });
  const submit = (values: { readonly id: string; readonly secret: string }) =>
    find.mutate(values, { onSettled: () => form.setFieldValue('secret', '') });
  return (
    <section>
      <SectionHead title="Find a token">
        If somebody found an access token in a file or a log, find out whose it is, and revoke it. The secret is not
        stored. The owner of the token sees in the audit log that you looked.
      </SectionHead>
      <Stack maw={704} gap="lg">
        <form onSubmit={form.onSubmit(submit)} noValidate>
          <Stack>
            <PasswordInput
              label="Secret"
              description="It starts with lyd_"
              autoComplete="off"
              spellCheck={false}
              maxLength={200}
              {...form.getInputProps('secret')}
            />
            <TextInput
              label="Or the ID of the token"
              autoComplete="off"
              spellCheck={false}
              maxLength={64}
              {...form.getInputProps('id')}
            />
            <div>
              <Button type="submit" loading={find.isPending}>
                Find token
              </Button>
            </div>
          </Stack>
        </form>
        <FaultAlert fault={find.error} />
        {find.data && <Found found={find.data} onRevoked={() => find.reset()} />}
      </Stack>
    </section>
  );
}

function Found({
  found: { token, owner, deletedAt },
  onRevoked,
}: {
  readonly found: FoundToken;
  readonly onRevoked: () => void;
}) {
  const [isRevoking, revoking] = useDisclosure();
  return (
    <Paper withBorder p="lg" component="section" aria-label={token.description}>
      <Stack>
        <Group justify="space-between" gap="sm">
          <Text fw={600} fz="lg">
            {token.description}
          </Text>
          {deletedAt === null && (
            <Button color="red" variant="outline" onClick={revoking.open}>
              Revoke
            </Button>
          )}
        </Group>
        {deletedAt !== null && (
          <Text c="dimmed">
            This token was deleted <TimeText at={deletedAt} />. It is refused.
          </Text>
        )}
        <FactList>
          <Fact label="Owner">
            {owner.type === 'account' ? 'The account' : 'The organization'} {owner.name}
          </Fact>
        </FactList>
        <TokenFacts token={token} />
      </Stack>
      <Modal opened={isRevoking} onClose={revoking.close} title={`Revoke “${token.description}”?`} centered>
        <RevokeForm id={token.id} onClose={revoking.close} onRevoked={onRevoked} />
      </Modal>
    </Paper>
  );
}

interface RevokeFormProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly onRevoked: () => void;
}

function RevokeForm({ id, onClose, onRevoked }: RevokeFormProps) {
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (text) => (text.trim() === '' ? 'Enter a reason. The owner of the token reads it.' : null) },
  });
  const [fault, showFault] = useFormFault(form);
  const revoke = useMutation({
    mutationFn: (reason: string) =>
      answerOf(client.POST('/api/server/tokens/{id}/revoke', { params: { path: { id } }, body: { reason } })),
    onSuccess: () => {
      onClose();
      onRevoked();
      notifications.show({ message: 'The token is revoked. Its owner is told.' });
    },
    onError: showFault,
  });
  return (
    <form onSubmit={form.onSubmit(({ reason }) => revoke.mutate(reason.trim().replace(/\s+/g, ' ')))} noValidate>
      <Stack>
        <FaultAlert fault={fault} />
        <Text>Everything that uses the token is refused at once. You cannot undo this.</Text>
        <Textarea
          label="Reason"
          description="The owner of the token gets it by mail, and it stays in the audit log"
          maxLength={300}
          autosize
          minRows={2}
          data-autofocus
          {...form.getInputProps('reason')}
        />
        <FormButtons action="Revoke token" isBusy={revoke.isPending} onClose={onClose} isDangerous />
      </Stack>
    </form>
  );
}
