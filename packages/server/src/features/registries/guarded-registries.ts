import { DomainError } from '@lanyard/core/domain-error';
import type { Registry } from '../../store/records/registries/registries.ts';
import type { Reads } from '../../store/store.ts';

type Asked = Pick<Reads, 'registries'>;

/** Without a gate, nothing would refuse a request. Without the address, the gate cannot ask what a tag names. */
export function isGuarded({ gateSecretMadeAt, internalUrl }: Registry): boolean {
  return gateSecretMadeAt !== null && internalUrl !== null;
}

/** A registry whose gate can enforce rules about its images. Errors: `not-found`, `conflict`. */
export async function requireGuardedRegistry({ registries }: Asked, name: string): Promise<Registry> {
  const registry = await registries.byName(name);
  if (!registry) throw new DomainError('not-found', { what: 'registry' });
  if (!isGuarded(registry)) throw unguarded(registry);
  return registry;
}

/** For rules that apply to all registries. Errors: `conflict`. */
export async function requireAllGuarded({ registries }: Asked): Promise<void> {
  const open = (await registries.list()).find((registry) => !isGuarded(registry));
  if (open) throw unguarded(open);
}

/** A rule that nothing enforces is refused and not stored. */
function unguarded({ name, gateSecretMadeAt }: Registry): DomainError {
  const what = gateSecretMadeAt === null ? 'has no gate' : 'has no internal address';
  const reason = `the registry ${name} ${what}, so nothing would be refused there; ask the operator of this server`;
  return new DomainError('conflict', { field: 'registry', reason });
}
