import { ROUTES } from '@lanyard/server/app/route-table';

export type ApiRoute = (typeof ROUTES)[number];

interface Subject {
  readonly slug: string;
  readonly title: string;
  readonly about: string;
  /** The addresses after `/api/`. The first subject that matches counts. */
  readonly matches: RegExp;
}

const OF_ORGANIZATION = 'organizations/:organization';

const SUBJECTS: readonly Subject[] = [
  {
    slug: 'tokens',
    title: 'Access tokens',
    about: 'Tokens of your account: create, change, deactivate and delete them, and see where they were used.',
    matches: /^tokens\b/,
  },
  {
    slug: 'organization-tokens',
    title: 'Tokens of organizations',
    about: 'Tokens that belong to an organization instead of a person.',
    matches: new RegExp(`^${OF_ORGANIZATION}/(tokens|token-stops)\\b`),
  },
  {
    slug: 'account',
    title: 'Your account',
    about: 'Your password, second factors, mails, and what your tokens are stopped by.',
    matches: /^(account|overview)\b/,
  },
  {
    slug: 'sessions',
    title: 'Sign-in and sessions',
    about: 'Sign in with a password, a passkey or single sign-on, and end what is signed in.',
    matches: /^(setup|session|sessions|sign-ins|sign-on|password-resets)\b/,
  },
  {
    slug: 'repositories',
    title: 'Repositories',
    about: 'Repositories, who has a right to them, their images, and what passed the gate.',
    matches: /^(repositories|repository)\b/,
  },
  {
    slug: 'invitations',
    title: 'Invitations',
    about: 'Invite people, and answer an invitation.',
    matches: new RegExp(`^(invitations|server/invitations|${OF_ORGANIZATION}/invitations)\\b`),
  },
  {
    slug: 'teams',
    title: 'Teams',
    about: 'Groups of members that share rights to repositories.',
    matches: new RegExp(`^${OF_ORGANIZATION}/teams\\b`),
  },
  {
    slug: 'reviews',
    title: 'Reviews',
    about: 'Every token that can reach an organization, and the decisions about them.',
    matches: new RegExp(`^${OF_ORGANIZATION}/(access-review|reviews|exemptions)\\b`),
  },
  {
    slug: 'single-sign-on',
    title: 'Single sign-on',
    about: 'Domains, identity providers and directories of an organization.',
    matches: new RegExp(`^${OF_ORGANIZATION}/(domains|single-sign-on|scim-token)\\b`),
  },
  {
    slug: 'webhooks',
    title: 'Webhooks',
    about: 'Send the events of an organization to other systems.',
    matches: new RegExp(`^${OF_ORGANIZATION}/webhooks\\b`),
  },
  {
    slug: 'organizations',
    title: 'Organizations',
    about: 'Organizations, their members, their policy and their security.',
    matches: /^organizations\b/,
  },
  {
    slug: 'audit',
    title: 'Audit log and evidence',
    about: 'What changed, signed and in order, and who could reach a repository.',
    matches: /^(audit|server\/audit|evidence)\b/,
  },
  {
    slug: 'administration',
    title: 'Administration',
    about: 'Accounts, registries and the server itself, for administrators.',
    matches: /^(accounts|registries|registry-hosts|server)\b/,
  },
];

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What is in a folder comes after the folder itself. */
function inOrder(one: ApiRoute, other: ApiRoute): number {
  return one.path.localeCompare(other.path, 'en') || METHODS.indexOf(one.method) - METHODS.indexOf(other.method);
}

/** The routes of Lanyard's own API by subject. Other protocols have pages of their own. */
export function apiSubjects(): readonly (Subject & { readonly routes: readonly ApiRoute[] })[] {
  const subjectOf = ({ path }: ApiRoute) => {
    const subject = SUBJECTS.find(({ matches }) => matches.test(path.replace(/^\/api\//, '')));
    if (!subject) throw new Error(`no subject of the API page has ${path}`);
    return subject;
  };
  const routes = ROUTES.filter(({ surface }) => surface === 'api').toSorted(inOrder);
  return SUBJECTS.map((subject) => ({ ...subject, routes: routes.filter((route) => subjectOf(route) === subject) }));
}
