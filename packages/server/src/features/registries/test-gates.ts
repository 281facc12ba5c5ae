import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import { OPERATOR } from '../access/caller.ts';
import { publicAddress, revokedToken } from './reach-registry.ts';
import { notePastGate } from './registries.ts';

const INTERVAL_MILLISECONDS = 10 * 60_000;

/**
 * Asks each registry with a gate, every ten minutes, for something that only a gate refuses. With several servers, one of
 * them asks. An address that does not answer says nothing.
 */
export async function testGates(services: Services): Promise<void> {
  const registries = await services.store.read.registries.list();
  const guarded = registries.filter(({ gateSecretMadeAt, hosts }) => gateSecretMadeAt !== null && hosts.length > 0);
  await Promise.all(guarded.map((registry) => testGate(services, registry)));
}

async function testGate(services: Services, { id, name, ...rest }: Registry): Promise<void> {
  const now = services.clock.now();
  const isDue = await services.store.transaction(({ registries }) =>
    registries.beginGateTest(id, { now, lastBefore: now - INTERVAL_MILLISECONDS }),
  );
  if (!isDue) return;
  const token = await revokedToken(services, OPERATOR, name);
  const answers = await Promise.all(addressesOf(rest).map((address) => passes(services, address, token)));
  if (answers.includes(true)) await notePastGate(services, OPERATOR, name, true);
  else if (answers.includes(false)) await notePastGate(services, OPERATOR, name, false);
}

/**
 * Where clients reach it, and the port of its internal address at the same hosts: a registry that listens on every
 * address of the machine of its gate is the most common way past.
 */
function addressesOf({ hosts, internalUrl }: Pick<Registry, 'hosts' | 'internalUrl'>): readonly string[] {
  const addresses = new Set(hosts.map(publicAddress));
  const internal = internalUrl === null ? null : new URL(internalUrl);
  for (const address of internal ? [...addresses] : []) {
    const { hostname, protocol } = new URL(address);
    // At its internal address it may answer everything, and so may a port of this machine.
    if (!internal || hostname === internal.hostname || protocol === 'http:') continue;
    addresses.add(`${internal.protocol}//${hostname}${internal.port && `:${internal.port}`}`);
  }
  return [...addresses];
}

async function passes({ registryProbe }: Services, address: string, token: string): Promise<boolean | undefined> {
  try {
    return isPassage((await registryProbe.ask(address, token)).status);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** What the answer to a revoked token says. Undefined for a fault of the gate or of a proxy. */
export function isPassage(status: number): boolean | undefined {
  if (status >= 200 && status < 300) return true;
  return status === 401 || status === 403 ? false : undefined;
}
