import { ActionIcon, Button, Group, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { Token } from '../../api/types.ts';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { useTokenActions } from './use-token-actions.tsx';
import { useChangeTokens } from './use-tokens.ts';

/** What can be done with a token, as a menu in a row of a table. */
export function TokenMenu({ token }: { readonly token: Token }) {
  const actions = useTokenActions(() => undefined);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${token.description}`}>
            ⋯
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {token.status === 'active' && (
            <Menu.Item onClick={() => actions.setActive([token], false)}>Deactivate</Menu.Item>
          )}
          {token.status === 'inactive' && (
            <Menu.Item onClick={() => actions.setActive([token], true)}>Activate</Menu.Item>
          )}
          <Menu.Item color="red" onClick={() => actions.askToDelete([token])}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {actions.dialog}
    </>
  );
}

interface TokenButtonsProps {
  readonly token: Token;
  readonly onDeleted: () => void;
}

/** What can be done with a token, as buttons on its page. */
export function TokenButtons({ token, onDeleted }: TokenButtonsProps) {
  const actions = useTokenActions((change) => {
    if (change === 'delete') onDeleted();
  });
  return (
    <Group gap="xs">
      <RenameToken token={token} />
      {token.status === 'active' && (
        <Button variant="default" onClick={() => actions.setActive([token], false)}>
          Deactivate
        </Button>
      )}
      {token.status === 'inactive' && (
        <Button variant="default" onClick={() => actions.setActive([token], true)}>
          Activate
        </Button>
      )}
      <Button variant="outline" color="red" onClick={() => actions.askToDelete([token])}>
        Delete
      </Button>
      {actions.dialog}
    </Group>
  );
}

function RenameToken({ token }: { readonly token: Token }) {
  const [isOpen, { open, close }] = useDisclosure();
  const change = useChangeTokens();
  const form = useForm({
    initialValues: { description: token.description },
    validate: { description: (value) => (value.trim() === '' ? 'Enter a description' : null) },
  });
  const rename = ({ description }: { description: string }) =>
    change.mutate({ ids: [token.id], change: { description: description.trim() } }, { onSuccess: close });
  return (
    <>
      <Button variant="default" onClick={open}>
        Rename
      </Button>
      <Modal opened={isOpen} onClose={close} title="Rename token" centered>
        <form onSubmit={form.onSubmit(rename)} noValidate>
          <Stack>
            <FaultAlert fault={change.error} />
            <TextInput label="Description" maxLength={100} data-autofocus {...form.getInputProps('description')} />
            <FormButtons action="Rename" isBusy={change.isPending} onClose={close} />
          </Stack>
        </form>
      </Modal>
    </>
  );
}
