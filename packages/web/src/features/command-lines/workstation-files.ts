export interface WorkstationFile {
  readonly name: string;
  /** Where it goes; each with its operating system where it is for several. */
  readonly places: readonly { readonly system: string; readonly path: string }[];
  readonly text: string;
}

/** As the server renders them, the one that is needed everywhere first. */
export const WORKSTATION_FILES: readonly WorkstationFile[] = [
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
