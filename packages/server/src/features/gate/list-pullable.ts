import { DomainError } from '@lanyard/core/domain-error';
import { CATALOG_ACCESS, type RegistryScope } from '@lanyard/core/registry-tokens/registry-access';
import { ZOT_CATALOG_ACCESS } from '@lanyard/core/registry-tokens/zot-catalog';
import type { CataloguePlace } from '../../outbound/catalogue-page.ts';
import type { Services } from '../../services.ts';
import { decideAccess } from '../registry-tokens/issue-registry-token.ts';
import type { RegistryPrincipal } from '../registry-tokens/registry-principal.ts';
import type { GuardedRegistry } from './require-unrestricted.ts';

export interface PullablePage {
  readonly names: readonly string[];
  /** The name after which the next page begins. Undefined at the end. A page can have fewer names than requested. */
  readonly next: string | undefined;
}

/**
 * The limit of catalogue pages for one request, so that a caller who may pull almost nothing does not keep the server
 * busy.
 */
const PAGES_AT_ONCE = 5;
/** How many names are decided before other requests get their turn. */
const NAMES_AT_ONCE = 50;

/**
 * The repositories of the registry's catalogue that the principal may pull now, in the catalogue's order. Errors:
 * `unavailable`.
 */
export async function listPullable(
  services: Services,
  guarded: GuardedRegistry,
  principal: RegistryPrincipal,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<PullablePage> {
  const place = cataloguePlace(services, guarded);
  const names: string[] = [];
  let last = after;
  for (let pages = 0; pages < PAGES_AT_ONCE; pages += 1) {
    const page = await services.cataloguePage(place, last);
    if (page.length === 0) return { names, next: undefined };
    for (let from = 0; from < page.length; from += NAMES_AT_ONCE) {
      for (const name of await pullableOf(services, principal, page.slice(from, from + NAMES_AT_ONCE))) {
        names.push(name);
        if (names.length === limit) return { names, next: name };
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    // Otherwise a registry that starts again from the beginning would be asked forever.
    const end = page.at(-1) ?? last;
    if (end === last) return { names, next: undefined };
    last = end;
  }
  return { names, next: last };
}

/** With a token that only the registry gets. */
function cataloguePlace({ registryTokens }: Services, { registry, upstream }: GuardedRegistry): CataloguePlace {
  const address = upstream ?? registry.internalUrl;
  if (address === null) throw new DomainError('unavailable', { what: 'registry' });
  const access = [registry.kind === 'zot' ? ZOT_CATALOG_ACCESS : CATALOG_ACCESS];
  const { token } = registryTokens.sign(registry, { subject: '', access, credential: { type: 'anonymous' } });
  return { address, token };
}

async function pullableOf(services: Services, principal: RegistryPrincipal, names: readonly string[]) {
  const pull = (name: string): RegistryScope => ({
    type: 'repository',
    resourceClass: undefined,
    name,
    actions: ['pull'],
  });
  const { access } = await decideAccess(services, principal, names.map(pull));
  return access.map(({ name }) => name);
}
