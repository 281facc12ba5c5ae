import { Table } from '@mantine/core';
import type { Overview } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { CardTable } from '../../parts/lists.tsx';
import { SectionHead } from '../../parts/page-head.tsx';

/** For owners: the state of their organizations. */
export function OrganizationStates({ organizations }: Pick<Overview, 'organizations'>) {
  return (
    <section>
      <SectionHead title="Organizations that you own" />
      <CardTable
        label="Organizations that you own"
        columns={['Name', 'Members', 'Invitations', 'Repositories', 'Access tokens']}
      >
        {organizations.map(({ name, members, waitingInvitations, repositories, tokens }) => (
          <Table.Tr key={name}>
            <Table.Td>
              <AnchorLink to="/organizations/$organization" params={{ organization: name }} fz="inherit" fw={500}>
                {name}
              </AnchorLink>
            </Table.Td>
            <Table.Td data-label="Members">{members}</Table.Td>
            <Table.Td data-label="Invitations">
              {waitingInvitations === 0 ? (
                'None'
              ) : (
                <AnchorLink to="/organizations/$organization/members" params={{ organization: name }} fz="inherit">
                  {waitingInvitations} waiting
                </AnchorLink>
              )}
            </Table.Td>
            <Table.Td data-label="Repositories">{repositories}</Table.Td>
            <Table.Td data-label="Access tokens">{tokens}</Table.Td>
          </Table.Tr>
        ))}
      </CardTable>
    </section>
  );
}
