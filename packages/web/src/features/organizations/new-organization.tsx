import { Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { NameForm } from './name-form.tsx';
import { useCreateOrganization } from './use-organizations.ts';

interface NewOrganizationProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Whoever makes an organization owns it. */
export function NewOrganization({ isOpen, onClose }: NewOrganizationProps) {
  const navigate = useNavigate();
  const create = useCreateOrganization();
  return (
    <Modal opened={isOpen} onClose={onClose} title="New organization" centered>
      <NameForm
        description="Lower-case letters, digits and inner hyphens. Its repositories begin with it, and it cannot be changed later."
        placeholder="acme"
        action="Make the organization"
        create={create}
        onMade={({ name }) =>
          navigate({ to: '/organizations/$organization/repositories', params: { organization: name } })
        }
        onClose={onClose}
      />
    </Modal>
  );
}
