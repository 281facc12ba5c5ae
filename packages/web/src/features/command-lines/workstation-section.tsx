import { Anchor, Table, Text } from '@mantine/core';
import { CardTable } from '../../parts/card-table.tsx';
import { SectionHead } from '../../parts/section-head.tsx';
import classes from '../single-sign-on/sign-in.module.css';
import { WORKSTATION_FILES } from './workstation-files.ts';

interface WorkstationSectionProps {
  readonly organization: string;
}

/** The files by which workstations ask for a sign-in by a member. */
export function WorkstationSection({ organization }: WorkstationSectionProps) {
  return (
    <section>
      <SectionHead title="Workstations">
        With these files in place, Docker Desktop and lanyard hand out access tokens to members of {organization} alone
        on the workstations that you manage. Put registry.json on each; to lift the rule, delete it there.
      </SectionHead>
      <CardTable label="Files for workstations" columns={['File', 'For', 'Where it goes']}>
        {WORKSTATION_FILES.map(({ name, places, text }) => (
          <Table.Tr key={name}>
            <Table.Td className={classes.file}>
              <Anchor
                href={`/api/organizations/${encodeURIComponent(organization)}/workstation-policy/${name}`}
                download
                fz="inherit"
                fw={500}
              >
                {name}
              </Anchor>
            </Table.Td>
            <Table.Td data-label="For">
              <span>{places.map(({ system }) => system).join(', ')}</span>
            </Table.Td>
            <Table.Td data-label="Where it goes">
              <div className={classes.places}>
                {places.map(({ system, path }) => (
                  <div key={system}>{places.length > 1 ? `${system}: ${path}` : path}</div>
                ))}
                <Text size="xs" c="dimmed">
                  {text}
                </Text>
              </div>
            </Table.Td>
          </Table.Tr>
        ))}
      </CardTable>
    </section>
  );
}
