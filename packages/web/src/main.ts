import { askEarly } from './api/early-requests.ts';
import { queryOf, readTokenSearch } from './features/tokens/token-search.ts';

/** The pages for people who are signed in. */
const HAS_SESSION = /^\/($|account\/|administration|organizations)/;

const { pathname, search } = window.location;

// Sends all requests of the first page at once, before the script that needs them is loaded.
if (HAS_SESSION.test(pathname)) askEarly('/api/session');
if (pathname === '/account/tokens') {
  const query = queryOf(readTokenSearch(Object.fromEntries(new URLSearchParams(search))));
  const parts = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  askEarly(`/api/tokens?${parts.join('&')}`);
  void import('./features/tokens/tokens-page.tsx');
}
void import('./app.tsx');
