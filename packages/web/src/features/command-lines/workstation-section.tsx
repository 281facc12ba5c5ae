import { Anchor, Table, Text } from '@mantine/core';
import { CardTable } from '../../parts/card-table.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import classes from '../single-sign-on/single-sign-on.module.css';

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

interface WorkstationFile {
  readonly name: string;
  /** Where it goes; each with its operating system where it is for several. */
  readonly places: readonly { readonly system: string; readonly path: string }[];
  readonly text: string;
}

/** As the server renders them, the one that is needed everywhere first. */
const WORKSTATION_FILES: readonly WorkstationFile[] = [
  {
    name: 'registry.json',
    places: [
      { system: 'Linux', path: '/usr/share/docker-desktop/registry/registry.json' },
      { system: 'macOS', path: '/Library/Application Support/com.docker.docker/registry.json' },
      { system: 'Windows', path: 'C:\\ProgramData\\DockerDesktop\\registry.json' },
    ],
    text: 'On every workstation, for Docker Desktop and lanyard; it must belong to the administrator, be readable by all and writable by nobody else.',
  },
  {
    name: 'desktop.plist',
    places: [{ system: 'macOS', path: '/Library/Application Support/com.docker.docker/desktop.plist' }],
    text: 'For Docker Desktop, where files are handed out one by one.',
  },
  {
    name: 'docker.mobileconfig',
    places: [{ system: 'macOS', path: 'a profile of the device management' }],
    text: 'For Docker Desktop; a newer download replaces the profile.',
  },
  {
    name: 'com.docker.config.plist',
    places: [{ system: 'macOS', path: 'the domain com.docker.config of the device management' }],
    text: 'The same settings for Docker Desktop, where the device management takes that domain alone.',
  },
  {
    name: 'docker.reg',
    places: [{ system: 'Windows', path: 'HKLM\\SOFTWARE\\Policies\\Docker\\Docker Desktop' }],
    text: 'For Docker Desktop, by reg import or a group policy.',
  },
];
