import { readFileSync } from 'node:fs';
import { ROUTES } from '@lanyard/server/app/route-table';
import { describe, expect, it } from 'vitest';

const page = readFileSync(new URL('../../../docs/protocol/hub-api.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `([A-Z]+) (\/v2\/\S+)` \| (served|differs|not offered) \| ?(.*?) ?\|$/gm)].map(
  ([, method = '', path = '', state = '', why = '']) => ({ method, path, state, why }),
);
const namesOf = ({ method, path, alias = path }: (typeof ROUTES)[number]) => [
  `${method} ${path}`,
  `${method} ${alias}`,
];

/** The route of `GET` also answers `HEAD`. */
function routeOf(method: string, path: string) {
  const name = `${method === 'HEAD' ? 'GET' : method} ${path}`;
  return ROUTES.find((route) => namesOf(route).includes(name));
}

describe("the page about Docker Hub's interface", () => {
  it('has all 54 documented operations, and says why some differ from Docker Hub', () => {
    expect(new Set(rows.map(({ method, path }) => `${method} ${path}`)).size).toBe(54);
    expect(rows.filter(({ state, why }) => state !== 'served' && why === '')).toEqual([]);
  });

  it.each(rows)('says "$state" for $method $path, and that is true', ({ method, path, state }) => {
    const route = routeOf(method, path);
    expect(route).toBeDefined();
    const isServed = Object.keys(route?.answers ?? {}).some((status) => status.startsWith('2'));
    expect(isServed).toBe(state !== 'not offered');
  });

  it('names every address of this interface that is served', () => {
    const routes = ROUTES.filter(({ surface, path }) => surface === 'hub' && path.startsWith('/v2/'));
    expect(routes.filter((route) => !namesOf(route).some((name) => page.includes(`\`${name}\``)))).toEqual([]);
  });
});
