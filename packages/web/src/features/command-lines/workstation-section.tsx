import { Anchor, Table, Text } from '@mantine/core';
import { CardTable } from '../../parts/lists.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import classes from '../single-sign-on/single-sign-on.module.css';

interface WorkstationSectionProps {
  readonly organization: string;
}

/** Files that make workstations require a member's sign-in. */
export function WorkstationSection({ organization }: WorkstationSectionProps) {
  return (
    <section>
      <SectionHead title="Workstations">
        With these files on the workstations that you manage, only members of {organization} can sign in with Docker
        Desktop and lanyard there. Install registry.json on every workstation. To end the rule, delete the file.
      </SectionHead>
      <CardTable label="Files for workstations" columns={['File', 'System', 'Location']}>
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
            <Table.Td data-label="System">
              <span>{places.map(({ system }) => system).join(', ')}</span>
            </Table.Td>
            <Table.Td data-label="Location">
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
  /** Where to put the file on each operating system. */
  readonly places: readonly { readonly system: string; readonly path: string }[];
  readonly text: string;
}

/** The server's files. The first one is needed on every workstation. */
const WORKSTATION_FILES: readonly WorkstationFile[] = [
  {
    name: 'registry.json',
    places: [
      { system: 'Linux', path: '/usr/share/docker-desktop/registry/registry.json' },
      { system: 'macOS', path: '/Library/Application Support/com.docker.docker/registry.json' },
      { system: 'Windows', path: 'C:\\ProgramData\\DockerDesktop\\registry.json' },
    ],
    text: 'For Docker Desktop and lanyard. The file must belong to the administrator, and everyone may read it but nobody else may write it.',
  },
  {
    name: 'desktop.plist',
    places: [{ system: 'macOS', path: '/Library/Application Support/com.docker.docker/desktop.plist' }],
    text: 'For Docker Desktop, if you distribute single files.',
  },
  {
    name: 'docker.mobileconfig',
    places: [{ system: 'macOS', path: 'a configuration profile of the device management' }],
    text: 'For Docker Desktop. A newer download replaces the profile.',
  },
  {
    name: 'com.docker.config.plist',
    places: [{ system: 'macOS', path: 'the preference domain com.docker.config of the device management' }],
    text: 'For Docker Desktop, if the device management takes only this domain.',
  },
  {
    name: 'docker.reg',
    places: [{ system: 'Windows', path: 'HKLM\\SOFTWARE\\Policies\\Docker\\Docker Desktop' }],
    text: 'For Docker Desktop. Use reg import or a group policy.',
  },
];
