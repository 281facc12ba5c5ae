import { Secret } from '@lanyard/core/secret';
import { sourceNetwork } from '@lanyard/core/source-network';
import type { KnownAs } from '../../identity/throttle.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import type { KnownSource } from '../../store/records/sessions/known-sources.ts';
import type { Source } from './caller.ts';
import type { Asker, Change } from './change.ts';

/** How many of each kind an account keeps: enough for a person, and a limit for the table. */
const KEPT = 10;

/** What the account knows about the source. Guesses from other places must not lock out its owner (R40). */
export async function knownAs(services: Services, account: Account | undefined, source: Source): Promise<KnownAs> {
  // Also queried for an unknown account, because the time must not show which accounts exist (attack 20).
  const accountId = account?.id ?? '';
  const digests = digestsOf(services, accountId, source);
  const known = await services.store.read.knownSources.among(
    accountId,
    [digests.network, digests.device].filter((digest) => digest !== undefined),
  );
  const device = known.find(({ digest }) => digest === digests.device)?.digest;
  return { device, network: known.some(({ digest }) => digest === digests.network) };
}

type Remembering = Pick<Change<Asker>, 'services' | 'records' | 'now' | 'caller' | 'notify'>;

/**
 * Called after the account was proven. `device` is the content of the browser's cookie. The owner gets a mail about
 * each new browser or network, except the first.
 */
export async function rememberSource(change: Remembering, { id: accountId }: Account, device?: Secret): Promise<void> {
  const { services, records, now, caller } = change;
  const digests = digestsOf(services, accountId, { ...caller, device });
  await tellNewSource(change, accountId, Object.values(digests));
  const remember = (kind: KnownSource['kind'], digest: string) =>
    records.knownSources.remember({ accountId, digest, kind, seenAt: now }, KEPT);
  await remember('network', digests.network);
  if (digests.device !== undefined) await remember('device', digests.device);
}

async function tellNewSource(
  { records, caller, notify }: Remembering,
  accountId: string,
  digests: readonly (string | undefined)[],
): Promise<void> {
  const given = digests.filter((digest) => digest !== undefined);
  if ((await records.knownSources.among(accountId, given)).length === given.length) return;
  if (!(await records.knownSources.hasAny(accountId))) return;
  await notify('sign-in-new', { accounts: [accountId] }, { address: caller.address });
}

/** Whether the account has signed in from this network before. Also true for an account that has never signed in. */
export async function knowsNetwork(
  { services, records, caller }: Pick<Change<Asker>, 'services' | 'records' | 'caller'>,
  accountId: string,
): Promise<boolean> {
  const { network } = digestsOf(services, accountId, caller);
  if ((await records.knownSources.among(accountId, [network])).length > 0) return true;
  return !(await records.knownSources.hasAny(accountId));
}

function digestsOf({ digester }: Services, accountId: string, { address, device }: Pick<Source, 'address' | 'device'>) {
  const digestOf = (kind: KnownSource['kind'], text: string) =>
    digester.digest('known-source', new Secret(`${kind} ${accountId} ${text}`));
  return {
    network: digestOf('network', sourceNetwork(address)),
    device: device && digestOf('device', device.reveal()),
  };
}
