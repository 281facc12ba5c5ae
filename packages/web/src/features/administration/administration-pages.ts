/** The pages for the administrators of the server. */
export const ADMINISTRATION_PAGES = [
  { to: '/administration/accounts', label: 'Accounts' },
  { to: '/administration/organizations', label: 'Organizations' },
  { to: '/administration/registries', label: 'Registries' },
  { to: '/administration/tokens', label: 'Find a token' },
  { to: '/administration/audit', label: 'Audit log' },
  { to: '/administration/server', label: 'Server' },
] as const;
