import type { GroupTeam, SingleSignOnConnection } from '../../api/types.ts';
import type { ConnectionInput } from './use-single-sign-on.ts';

/** The values of the form for OpenID Connect. */
export interface OidcValues extends Record<string, unknown> {
  readonly issuer: string;
  readonly clientId: string;
  /** '' keeps the current secret. */
  readonly clientSecret: string;
  readonly groupsClaim: string;
  readonly groupTeams: GroupTeam[];
}

/** The values of the form for SAML. */
export interface SamlValues extends Record<string, unknown> {
  /** XML; '' keeps the current metadata. */
  readonly metadata: string;
  readonly groupsAttribute: string;
  readonly emailAttribute: string;
  readonly signsRequests: boolean;
  readonly groupTeams: GroupTeam[];
}

export type Protocol = SingleSignOnConnection['protocol'];
export type OidcConnection = Extract<SingleSignOnConnection, { readonly protocol: 'oidc' }>;
export type SamlConnection = Extract<SingleSignOnConnection, { readonly protocol: 'saml' }>;

/** The values for the current connection, or for a new one. */
export function oidcValuesOf(connection: OidcConnection | undefined): OidcValues {
  const { issuer = '', clientId = '', groupsClaim = 'groups', groupTeams = [] } = connection ?? {};
  return { issuer, clientId, clientSecret: '', groupsClaim, groupTeams: [...groupTeams] };
}

export function samlValuesOf(connection: SamlConnection | undefined): SamlValues {
  const {
    groupsAttribute = 'groups',
    emailAttribute = 'mail',
    signsRequests = true,
    groupTeams = [],
  } = connection ?? {};
  return { metadata: '', groupsAttribute, emailAttribute, signsRequests, groupTeams: [...groupTeams] };
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

export function samlInput(values: SamlValues): ConnectionInput {
  const { metadata, groupsAttribute, emailAttribute, signsRequests, groupTeams } = values;
  return {
    protocol: 'saml',
    ...(metadata.trim() !== '' && { metadata }),
    groupsAttribute: groupsAttribute.trim(),
    emailAttribute: emailAttribute.trim(),
    signsRequests,
    groupTeams: withoutBlanks(groupTeams),
  };
}

/** Errors for rows that are only partly filled. Empty rows are not sent. */
export const GROUP_TEAM_RULES = {
  group: (group: string, { groupTeams }: { readonly groupTeams: readonly GroupTeam[] }, path: string) =>
    group.trim() === '' && rowOf(groupTeams, path)?.team ? 'Enter the group' : null,
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
