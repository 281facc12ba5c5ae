import openapiTypescript, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';

let lanyard: Lanyard;

beforeAll(async () => {
  lanyard = await startLanyard();
});

afterAll(() => lanyard?.stop());

it('the types of the pages match the description of the API (npm run fix writes them again)', async () => {
  const answer = await fetch(`${lanyard.url}/api/openapi.json`);
  const description = (await answer.text()).replaceAll(lanyard.url, 'http://localhost:8700');
  const types = astToString(await openapiTypescript(ofPages(JSON.parse(description))));
  await expect(types).toMatchFileSnapshot('../../../packages/web/src/api/generated/schema.d.ts');
});

/** The pages use only `/api`. */
function ofPages({ paths, ...description }: { readonly paths: Readonly<Record<string, object>> }) {
  const own = Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/'))
    // Sorted by name, so that moving a route in the table changes nothing here.
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return { ...description, paths: Object.fromEntries(own) } as Parameters<typeof openapiTypescript>[0] & object;
}
