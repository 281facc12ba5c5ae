import { Button, Group, Modal, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Membership } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { RoleBadge, TermsStandingBadge } from '../../parts/badges.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable } from '../../parts/lists.tsx';
import { EmptyState, PageHead } from '../../parts/page-head.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { WaitingInvitations } from '../invitations/waiting-invitations.tsx';
import { NameForm } from './name-form.tsx';
import { organizationsQuery, useCreateOrganization } from './use-organization.ts';

export function OrganizationsPage() {
  const query = useQuery(organizationsQuery);
  const organizations = query.data?.organizations;
  const [isOpen, { open, close }] = useDisclosure();
  const create = <Button onClick={open}>New organization</Button>;
  return (
    <>
      <PageHead title="Organizations" actions={create}>
        An organization holds repositories that several people use, with teams, permissions and access tokens.
      </PageHead>
      <WaitingInvitations />
      <QueryStatus query={query} name="organizations" height={{ rows: 4 }} />
      {organizations?.length === 0 && (
        <EmptyState title="No organizations yet" action={create}>
          Create one for the people that you work with, or ask the owner of an organization to invite you.
        </EmptyState>
      )}
      {organizations && organizations.length > 0 && <OrganizationTable organizations={organizations} />}
      <NewOrganization isOpen={isOpen} onClose={close} />
    </>
  );
}

function OrganizationTable({ organizations }: { readonly organizations: readonly Membership[] }) {
  return (
    <CardTable label="Organizations" columns={['Name', 'Your role', 'Created']}>
      {organizations.map(({ name, role, createdAt, terms }) => (
        <Table.Tr key={name}>
          <Table.Td>
            <AnchorLink
              to="/organizations/$organization/repositories"
              params={{ organization: name }}
              fz="inherit"
              fw={500}
            >
              {name}
            </AnchorLink>
          </Table.Td>
          <Table.Td data-label="Your role">
            <Group gap="xs">
              <RoleBadge role={role} />
              <TermsStandingBadge standing={terms.standing} />
            </Group>
          </Table.Td>
          <Table.Td data-label="Created">
            <TimeText at={createdAt} />
          </Table.Td>
        </Table.Tr>
      ))}
    </CardTable>
  );
}

interface NewOrganizationProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The account that creates an organization owns it. */
function NewOrganization({ isOpen, onClose }: NewOrganizationProps) {
  const navigate = useNavigate();
  const create = useCreateOrganization();
  return (
    <Modal opened={isOpen} onClose={onClose} title="New organization" centered>
      <NameForm
        description="Use lower-case letters and digits, with . _ and - between them. The names of its repositories start with it. You cannot change it later."
        placeholder="acme"
        action="Create organization"
        create={create}
        onCreated={({ name }) =>
          navigate({ to: '/organizations/$organization/repositories', params: { organization: name } })
        }
        onClose={onClose}
      />
    </Modal>
  );
}
