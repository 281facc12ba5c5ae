import type { GroupTeam, SsoConnection } from '../../api/types.ts';
import type { ConnectionInput } from './use-single-sign-on.ts';

/** What the form of OpenID Connect holds. */
export interface OidcValues extends Record<string, unknown> {
  readonly issuer: string;
  readonly clientId: string;
  /** Empty to keep the one before. */
  readonly clientSecret: string;
  readonly groupsClaim: string;
  readonly groupTeams: GroupTeam[];
}

/** What the form of SAML holds. */
export interface SamlValues extends Record<string, unknown> {
  /** As XML; empty to keep what the one before said. */
  readonly metadata: string;
  readonly groupsAttribute: string;
  readonly emailAttribute: string;
  readonly groupTeams: GroupTeam[];
}

export type Protocol = SsoConnection['protocol'];
export type OidcConnection = Extract<SsoConnection, { readonly protocol: 'oidc' }>;
export type SamlConnection = Extract<SsoConnection, { readonly protocol: 'saml' }>;

/** Of the connection as it is, or of none. */
export function oidcValuesOf(connection: OidcConnection | undefined): OidcValues {
  const { issuer = '', clientId = '', groupsClaim = 'groups', groupTeams = [] } = connection ?? {};
  return { issuer, clientId, clientSecret: '', groupsClaim, groupTeams: [...groupTeams] };
}

export function samlValuesOf(connection: SamlConnection | undefined): SamlValues {
  const { groupsAttribute = 'groups', emailAttribute = 'mail', groupTeams = [] } = connection ?? {};
  return { metadata: '', groupsAttribute, emailAttribute, groupTeams: [...groupTeams] };
}

export function oidcInput({ clientSecret, groupTeams, ...values }: OidcValues): ConnectionInput {
  const { issuer, clientId, groupsClaim } = values;
  return {
    protocol: 'oidc',
    issuer: issuer.trim(),
    clientId: clientId.trim(),
    ...(clientSecret !== '' && { clientSecret }),
    groupsClaim: groupsClaim.trim(),
    groupTeams: withoutBlanks(groupTeams),
  };
}

export function samlInput({ metadata, groupsAttribute, emailAttribute, groupTeams }: SamlValues): ConnectionInput {
  return {
    protocol: 'saml',
    ...(metadata.trim() !== '' && { metadata }),
    groupsAttribute: groupsAttribute.trim(),
    emailAttribute: emailAttribute.trim(),
    groupTeams: withoutBlanks(groupTeams),
  };
}

/** Beside the fields of a row that is half filled; a blank one is left out. */
export const GROUP_TEAM_RULES = {
  group: (group: string, { groupTeams }: { readonly groupTeams: readonly GroupTeam[] }, path: string) =>
    group.trim() === '' && rowOf(groupTeams, path)?.team ? 'Name the group' : null,
  team: (team: string, { groupTeams }: { readonly groupTeams: readonly GroupTeam[] }, path: string) =>
    team === '' && rowOf(groupTeams, path)?.group.trim() ? 'Choose a team' : null,
};

function rowOf(groupTeams: readonly GroupTeam[], path: string): GroupTeam | undefined {
  return groupTeams[Number(path.split('.')[1])];
}

function withoutBlanks(groupTeams: readonly GroupTeam[]): GroupTeam[] {
  const trimmed = groupTeams.map(({ group, team }) => ({ group: group.trim(), team }));
  return trimmed.filter(({ group, team }) => group !== '' || team !== '');
}
