import { Button, Modal, Skeleton, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Membership } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { RoleBadge } from '../../parts/badges.tsx';
import { CardTable } from '../../parts/card-table.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { EmptyState, PageHead } from '../../parts/page-head.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { NameForm } from './name-form.tsx';
import { organizationsQuery, useCreateOrganization } from './use-organization.ts';

/** The organizations that the account belongs to. */
export function OrganizationsPage() {
  const { data, error, refetch } = useQuery(organizationsQuery);
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <PageHead title="Organizations" actions={<Button onClick={open}>New organization</Button>}>
        An organization holds repositories that several people share, with teams, rights and access tokens of its own.
      </PageHead>
      <FaultAlert fault={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton height={160} aria-label="The organizations are being loaded" />}
      {data?.organizations.length === 0 && (
        <EmptyState title="You belong to no organization" action={<Button onClick={open}>New organization</Button>}>
          Make one for the people you work with, or ask an owner of theirs to add you by the name of your account.
        </EmptyState>
      )}
      {data && data.organizations.length > 0 && <OrganizationTable organizations={data.organizations} />}
      <NewOrganization isOpen={isOpen} onClose={close} />
    </>
  );
}

function OrganizationTable({ organizations }: { readonly organizations: readonly Membership[] }) {
  return (
    <CardTable label="Organizations" columns={['Name', 'Your role', 'Made']}>
      {organizations.map(({ name, role, createdAt }) => (
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
            <RoleBadge role={role} />
          </Table.Td>
          <Table.Td data-label="Made">
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

/** Whoever makes an organization owns it. */
function NewOrganization({ isOpen, onClose }: NewOrganizationProps) {
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
