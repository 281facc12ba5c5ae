import type { Action, OrganizationPolicy } from '../../../api/types.ts';
import { formatSeconds } from './duration.ts';

export interface PolicyRule {
  readonly label: string;
  readonly explanation: string;
  /** What an empty field means, where it may be empty. */
  readonly whenEmpty?: string;
  /** What is so now. */
  readonly describe: (policy: OrganizationPolicy) => string;
}

/** Every rule in plain words. */
export const POLICY_RULES: Readonly<Record<keyof OrganizationPolicy, PolicyRule>> = {
  maximumTokenLifetimeSeconds: {
    label: 'Longest life of an access token',
    explanation: 'A token that is good for longer, or for ever, does not reach the repositories here.',
    whenEmpty: 'no limit',
    describe: ({ maximumTokenLifetimeSeconds: seconds }) => (seconds === null ? 'No limit' : formatSeconds(seconds)),
  },
  tokenActions: {
    label: 'What access tokens may do here at most',
    explanation: 'Whatever a token was granted, here it can do no more than this.',
    describe: ({ tokenActions }) => listed(tokenActions),
  },
  autoTokenActions: {
    label: 'What auto-generated tokens may do here at most',
    explanation: 'Those that a command line makes when somebody signs in with it; within what all tokens may do.',
    describe: ({ autoTokenActions }) => listed(autoTokenActions),
  },
  autoTokensKept: {
    label: 'Auto-generated tokens kept for each member',
    explanation:
      'The most recently used stay. For a member of several organizations the smallest of their numbers counts.',
    whenEmpty: 'as the other organizations say, and 5 where none does',
    describe: ({ autoTokensKept }) => (autoTokensKept === null ? 'Not set here' : String(autoTokensKept)),
  },
  passwordAtRegistry: {
    label: 'Account passwords at the registry',
    explanation:
      'Where they are refused, docker and other registry clients reach the repositories here with access tokens only.',
    describe: ({ passwordAtRegistry }) => (passwordAtRegistry ? 'Accepted' : 'Refused'),
  },
  signInIdleSeconds: {
    label: 'Command lines are signed out when unused for',
    explanation: 'With its sign-in, a command line loses its auto-generated token. It can be no longer than 30 days.',
    whenEmpty: '30 days',
    describe: ({ signInIdleSeconds: seconds }) => (seconds === null ? '30 days' : formatSeconds(seconds)),
  },
  signInLifetimeSeconds: {
    label: 'Command lines are signed out, whatever their use, after',
    explanation: 'The person signs in again in a browser then. It can be no longer than 90 days.',
    whenEmpty: '90 days',
    describe: ({ signInLifetimeSeconds: seconds }) => (seconds === null ? '90 days' : formatSeconds(seconds)),
  },
  membersCreateRepositories: {
    label: 'Members make repositories',
    explanation: 'Whether members, not only owners, make repositories: here, or by pushing to a new name.',
    describe: ({ membersCreateRepositories }) => (membersCreateRepositories ? 'Owners and members' : 'Owners only'),
  },
  defaultVisibility: {
    label: 'Visibility of a repository that a push makes',
    explanation: 'It can be changed at the repository.',
    describe: ({ defaultVisibility }) => (defaultVisibility === 'public' ? 'Public' : 'Private'),
  },
  requireSecondFactor: {
    label: 'Members need a second factor',
    explanation:
      'Owners and members without one are led to set it up at the next sign-in; until then they make no tokens, approve no command line, and those they have do not reach the repositories here.',
    describe: ({ requireSecondFactor }) => (requireSecondFactor ? 'Yes' : 'No'),
  },
  requireSingleSignOn: {
    label: 'Members with an address in the verified domains sign in at the identity provider',
    explanation:
      'So does everybody with such an address: their passwords are refused, in a browser and by command lines. In an emergency administrators of the server, and owners with a second factor, can still use theirs on the sign-in page; each time is recorded.',
    describe: ({ requireSingleSignOn }) => (requireSingleSignOn ? 'Yes' : 'No'),
  },
  signOnRecheckSeconds: {
    label: 'Ask the provider again every',
    explanation:
      'Whom it knows no more is signed out then, and their tokens stop. With a provider that cannot be asked, as by SAML, browser sessions end after this time.',
    describe: ({ signOnRecheckSeconds: seconds }) => formatSeconds(seconds),
  },
  tokenSignOnSeconds: {
    label: 'Access tokens of members',
    explanation:
      'This binds every member: the tokens of whoever cannot sign in at the provider do not reach the repositories here. Tokens of the organization itself keep working.',
    describe: ({ tokenSignOnSeconds: seconds }) =>
      seconds === null ? 'Keep working' : `Need a sign-in at the provider within ${formatSeconds(seconds)}`,
  },
};

/** Those that an owner sets beside what they need: the domains and the identity provider. */
export const SIGN_IN_RULES = [
  'requireSecondFactor',
  'requireSingleSignOn',
  'signOnRecheckSeconds',
  'tokenSignOnSeconds',
] as const satisfies readonly (keyof OrganizationPolicy)[];

/** In the order and under the headings in which they are read. */
export const RULE_GROUPS = [
  {
    title: 'Access tokens',
    rules: ['maximumTokenLifetimeSeconds', 'tokenActions', 'autoTokenActions', 'autoTokensKept'],
  },
  { title: 'Signing in', rules: ['passwordAtRegistry', 'signInIdleSeconds', 'signInLifetimeSeconds'] },
  { title: 'Repositories', rules: ['membersCreateRepositories', 'defaultVisibility'] },
] as const satisfies readonly { readonly title: string; readonly rules: readonly (keyof OrganizationPolicy)[] }[];

function listed(actions: readonly Action[]): string {
  return actions.length === 0 ? 'Nothing' : actions.join(', ');
}
