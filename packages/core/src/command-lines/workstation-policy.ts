import { createHash } from 'node:crypto';

/** The organization whose members may sign in on a workstation. */
export interface WorkstationOrganization {
  readonly id: string;
  /** The canonical name: lower-case letters, digits and hyphens. */
  readonly name: string;
}

/** The files that Docker's clients read on a workstation, with the names that Docker gives them. */
export const WORKSTATION_POLICY_FILES = [
  'registry.json',
  'desktop.plist',
  'com.docker.config.plist',
  'docker.mobileconfig',
  'docker.reg',
] as const;

export type WorkstationPolicyFile = (typeof WORKSTATION_POLICY_FILES)[number];

/** The preference domain from which Docker Desktop reads its managed settings. */
const DOMAIN = 'com.docker.config';
const REGISTRY_KEY = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Docker\\Docker Desktop';

const RENDER: Readonly<Record<WorkstationPolicyFile, (organization: WorkstationOrganization) => Uint8Array>> = {
  'registry.json': ({ name }) => utf8(`${JSON.stringify({ allowedOrgs: [name] })}\n`),
  'desktop.plist': ({ name }) => utf8(plist({ allowedOrgs: [name] })),
  // Managed settings cannot contain a list. Docker splits this one text at its semicolons.
  'com.docker.config.plist': ({ name }) => utf8(plist({ allowedOrgs: name })),
  'docker.mobileconfig': (organization) => utf8(plist(configurationProfile(organization))),
  'docker.reg': ({ name }) => utf16(registryScript(name)),
};

/** The bytes of a file that requires a member of the organization to sign in. Every call returns the same bytes. */
export function renderWorkstationPolicy(
  file: WorkstationPolicyFile,
  organization: WorkstationOrganization,
): Uint8Array {
  return RENDER[file](organization);
}

type PlistValue = string | number | readonly PlistValue[] | { readonly [key: string]: PlistValue };

/** A profile with a known identifier and UUID replaces the previous one. Otherwise both would be installed. */
function configurationProfile({ id, name }: WorkstationOrganization): PlistValue {
  const settings = {
    PayloadType: DOMAIN,
    PayloadVersion: 1,
    PayloadIdentifier: DOMAIN,
    PayloadUUID: stableUuid(`settings ${id}`),
    PayloadDisplayName: 'Docker Desktop sign-in',
    PayloadOrganization: name,
    allowedOrgs: name,
  };
  return {
    PayloadContent: [settings],
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadIdentifier: `lanyard.${id}.${DOMAIN}`,
    PayloadUUID: stableUuid(`profile ${id}`),
    PayloadDisplayName: `Docker sign-in for ${name}`,
    PayloadDescription: `Docker asks for a sign-in by a member of ${name}.`,
    PayloadOrganization: name,
    // For the whole machine. A profile of one user would bind only that user.
    PayloadScope: 'System',
  };
}

/** RFC 9562, 5.8: the layout of a UUID that consists of bits of our own choice. */
function stableUuid(name: string): string {
  const bytes = createHash('sha256').update(`lanyard workstation policy ${name}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function plist(value: PlistValue): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
${plistElement(value, '')}
</plist>
`;
}

function plistElement(value: PlistValue, indent: string): string {
  if (typeof value === 'string') return `${indent}<string>${escapeXml(value)}</string>`;
  if (typeof value === 'number') return `${indent}<integer>${value}</integer>`;
  const inner = `${indent}  `;
  if (isList(value))
    return element(
      'array',
      indent,
      value.map((item) => plistElement(item, inner)),
    );
  const pairs = Object.entries(value).map(
    ([key, item]) => `${inner}<key>${escapeXml(key)}</key>\n${plistElement(item, inner)}`,
  );
  return element('dict', indent, pairs);
}

function isList(value: PlistValue): value is readonly PlistValue[] {
  return Array.isArray(value);
}

function element(name: string, indent: string, lines: readonly string[]): string {
  return [`${indent}<${name}>`, ...lines, `${indent}</${name}>`].join('\n');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `hex(7)` is a list of texts in UTF-16LE. Each text ends with a zero, and the list ends with one more. */
function registryScript(name: string): string {
  const bytes = [...Buffer.from(`${name}\0\0`, 'utf16le')].map((byte) => byte.toString(16).padStart(2, '0'));
  const lines = [
    'Windows Registry Editor Version 5.00',
    '',
    `[${REGISTRY_KEY}]`,
    `"allowedOrgs"=hex(7):${bytes.join(',')}`,
    '',
    '',
  ];
  return lines.join('\r\n');
}

function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** Begins with the byte order mark, from which Windows knows the encoding. */
function utf16(text: string): Uint8Array {
  return Buffer.from(`\ufeff${text}`, 'utf16le');
}
