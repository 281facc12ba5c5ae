import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { Token } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { useChangeTokens } from './use-tokens.ts';

export function RenameToken({ token }: { readonly token: Token }) {
  const [isOpen, { open, close }] = useDisclosure();
  const change = useChangeTokens();
  const form = useForm({
    initialValues: { description: token.description },
    validate: { description: (value) => (value.trim() === '' ? 'Say what it is for' : null) },
  });
  const rename = ({ description }: { description: string }) =>
    change.mutate({ ids: [token.id], change: { description: description.trim() } }, { onSuccess: close });
  return (
    <>
      <Button variant="default" onClick={open}>
        Rename
      </Button>
      <Modal opened={isOpen} onClose={close} title="Rename the token" centered>
        <form onSubmit={form.onSubmit(rename)} noValidate>
          <Stack>
            <FaultAlert fault={change.error} />
            <TextInput label="Description" maxLength={100} data-autofocus {...form.getInputProps('description')} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={change.isPending}>
                Rename
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
