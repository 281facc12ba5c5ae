import { CATALOG_ACCESS } from '@lanyard/core/registry-tokens/registry-access';
import { ZOT_CATALOG_ACCESS } from '@lanyard/core/registry-tokens/zot-catalog';
import { ScanFault } from '@lanyard/core/scans/scan-fault';
import type { RegistryPlace } from '../../outbound/registry-content.ts';
import type { Services } from '../../services.ts';
import type { ImageHint } from '../../store/records/images/image-hints.ts';
import type { ImagePlace } from '../../store/records/images/images.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import type { RegistryConnection } from '../../store/records/registries/registry-connections.ts';
import { lookUpImage, placeIn } from './look-up-image.ts';
import { isKnown } from './receive-events.ts';

const CLAIM_MILLISECONDS = 300_000;
const EXTENDED_EVERY_MILLISECONDS = 60_000;
const RETRY_MILLISECONDS = [10_000, 60_000, 600_000, 3_600_000] as const;
const WALK_EVERY_MILLISECONDS = 3_600_000;
const WALK_AGAIN_MILLISECONDS = 60_000;
/** How many repositories of a catalogue page are read before the position is stored. */
const REPOSITORIES_AT_ONCE = 20;
const MAXIMUM_TAGS = 100_000;
const KNOWN_AT_ONCE = 100;

/** Looks up one hint that is due. Returns false if there was none. */
export async function lookUpNextHint(services: Services): Promise<boolean> {
  const { store, clock } = services;
  const now = clock.now();
  if (!(await store.read.imageHints.isAnyDue(now))) return false;
  const hint = await store.transaction(({ imageHints }) => imageHints.claim(now, now + CLAIM_MILLISECONDS));
  if (!hint) return false;
  const found = await connected(services, hint.registryId);
  try {
    if (found && (await isKnown(services, hint.repository)))
      await lookUpImage(services, found.registry, placeIn(services, found.registry, hint.repository), hint.reference);
    await store.transaction(({ imageHints }) => imageHints.delete(hint));
  } catch (error) {
    if (!(error instanceof ScanFault)) throw error;
    await tryAgain(services, hint);
  }
  return true;
}

/** After the last try, only the walk over the catalogue can find it. */
async function tryAgain({ store, clock }: Services, hint: ImageHint): Promise<void> {
  const pause = RETRY_MILLISECONDS[hint.attempts - 1];
  await store.transaction(({ imageHints }) =>
    pause === undefined ? imageHints.delete(hint) : imageHints.postpone(hint, clock.now() + pause),
  );
}

interface Connected {
  readonly registry: Registry;
  readonly connection: RegistryConnection;
}

async function connected({ store, registryTokens }: Services, registryId: string): Promise<Connected | undefined> {
  const connection = await store.read.registryConnections.of(registryId);
  const registry = (await store.read.registries.list()).find(({ id }) => id === registryId);
  if (!connection || !registry || registry.internalUrl === null) return undefined;
  if (!registryTokens.registryOf(registry.service)) await registryTokens.refresh();
  return { registry, connection };
}

/**
 * Continues the walks that are due, over the catalogues and tags of registries. With them, a lost event only causes a
 * delay. The position is stored after some repositories, so that a restart continues there. Returns false if none was
 * due.
 */
export async function walkSome(services: Services): Promise<boolean> {
  const { store, clock } = services;
  let isWalked = false;
  for (const connection of await store.read.registryConnections.list()) {
    const now = clock.now();
    if (connection.walkAt > now) continue;
    const { registryId } = connection;
    const until = now + CLAIM_MILLISECONDS;
    const isOurs = await store.transaction(({ registryConnections }) =>
      registryConnections.claimWalk(registryId, now, until),
    );
    const found = isOurs ? await connected(services, registryId) : undefined;
    if (!found) continue;
    isWalked = true;
    const claim = walkClaim(services, registryId, until);
    const walk = await walkOn(services, found, claim.extend);
    await store.transaction(({ registryConnections }) => registryConnections.setWalk(registryId, claim.until(), walk));
  }
  return isWalked;
}

/** Extends the claim of a walk while it works, because one repository can have 100,000 tags. */
function walkClaim({ store, clock }: Services, registryId: string, claimedUntil: number) {
  let until = claimedUntil;
  const extend = async () => {
    const next = clock.now() + CLAIM_MILLISECONDS;
    if (next - until < EXTENDED_EVERY_MILLISECONDS) return;
    const isOurs = await store.transaction(({ registryConnections }) =>
      registryConnections.extendWalk(registryId, until, next),
    );
    if (!isOurs) throw new ScanFault('another server walks over this registry now');
    until = next;
  };
  return { extend, until: () => until };
}

/** Call it between two requests. Throws ScanFault if the claim was lost. */
type Extend = () => Promise<void>;

async function walkOn(
  services: Services,
  found: Connected,
  extend: Extend,
): Promise<Pick<RegistryConnection, 'walkAt' | 'walkAfter' | 'fault'>> {
  const { registry, connection } = found;
  const { walkAfter } = connection;
  try {
    const names = (await services.registryContent.catalog(catalogPlace(services, found), walkAfter)).slice(
      0,
      REPOSITORIES_AT_ONCE,
    );
    for (const name of names) await readRepository(services, registry, name, extend);
    const last = names.at(-1);
    // A new walk starts after an hour. The next part of a walk is due at once.
    if (last === undefined)
      return { walkAt: services.clock.now() + WALK_EVERY_MILLISECONDS, walkAfter: '', fault: null };
    return { walkAt: services.clock.now(), walkAfter: last, fault: null };
  } catch (error) {
    if (!(error instanceof ScanFault)) throw error;
    return { walkAt: services.clock.now() + WALK_AGAIN_MILLISECONDS, walkAfter, fault: error.message };
  }
}

function catalogPlace({ registryTokens }: Services, { registry }: Connected) {
  const access = [registry.kind === 'zot' ? ZOT_CATALOG_ACCESS : CATALOG_ACCESS];
  const token = () => registryTokens.sign(registry, { subject: '', access, credential: { type: 'anonymous' } }).token;
  return { address: registry.internalUrl ?? '', token };
}

/** Compares the known images of a repository with the registry. */
async function readRepository(
  services: Services,
  registry: Registry,
  repository: string,
  extend: Extend,
): Promise<void> {
  const where = { registryId: registry.id, repository };
  const { store } = services;
  if (!(await isKnown(services, repository))) {
    while ((await store.transaction(({ images }) => images.deleteOfRepository(where, 100))) > 0);
    return;
  }
  const place = placeIn(services, registry, repository);
  await extend();
  await compareTags(services, registry, { place, where, extend });
  await compareDigests(services, { place, where, extend });
}

interface Comparison {
  readonly place: RegistryPlace;
  readonly where: ImagePlace;
  readonly extend: Extend;
}

async function compareTags(
  services: Services,
  registry: Registry,
  { place, where, extend }: Comparison,
): Promise<void> {
  const { store, registryContent } = services;
  const known = await store.read.images.knownTags(where);
  const tags = await allTags(services, place);
  for (const tag of tags) {
    await extend();
    const digest = await registryContent.digestOf(place, tag);
    const isSame = digest !== undefined && digest !== '' && known.get(tag) === digest;
    if (!isSame) await lookUpImage(services, registry, place, tag);
  }
  const there = new Set(tags);
  for (const tag of known.keys())
    if (!there.has(tag)) await store.transaction(({ images }) => images.deleteTag(where, tag));
}

async function compareDigests(
  { store, registryContent }: Services,
  { place, where, extend }: Comparison,
): Promise<void> {
  for (let after = ''; ; ) {
    const some = await store.read.images.known(where, after, KNOWN_AT_ONCE);
    for (const { digest } of some) {
      await extend();
      const isThere = (await registryContent.digestOf(place, digest)) !== undefined;
      if (!isThere) await store.transaction(({ images }) => images.delete(where, digest));
    }
    after = some.at(-1)?.digest ?? '';
    if (some.length < KNOWN_AT_ONCE) return;
  }
}

async function allTags({ registryContent }: Services, place: RegistryPlace): Promise<readonly string[]> {
  const tags: string[] = [];
  for (let after = ''; tags.length < MAXIMUM_TAGS; ) {
    const some = await registryContent.tags(place, after);
    const last = some.at(-1);
    if (last === undefined || last === after) break;
    tags.push(...some);
    after = last;
  }
  return tags;
}
