import { Resolver } from 'node:dns/promises';
import { DomainError } from '@lanyard/core/domain-error';

export interface Dns {
  /** The TXT records of this name, each as one text. Empty if there is no such name. Errors: `unavailable`. */
  txt(name: string): Promise<readonly string[]>;
}

const TRY_MS = 1000;
const TRIES = 2;
const WHOLE_MS = 5000;
/** A DNS message has at most 64 KiB, and less of it is kept. */
const MAXIMUM_RECORDS = 100;

/** There is no such name, or it has no TXT record. That is an answer, not a fault. */
const NOTHING_THERE: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA']);

/** Asks the given servers (`address` or `address:port`). Default: those of the machine. */
export function createDnsResolver(servers: readonly string[]): Dns {
  return {
    txt: async (name) => {
      const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES, maxTimeout: TRY_MS });
      if (servers.length > 0) resolver.setServers([...servers]);
      const stop = setTimeout(() => resolver.cancel(), WHOLE_MS);
      try {
        const records = await resolver.resolveTxt(name);
        return records.slice(0, MAXIMUM_RECORDS).map((chunks) => chunks.join(''));
      } catch (error) {
        if (NOTHING_THERE.has((error as { readonly code?: unknown }).code)) return [];
        throw unreachable(error);
      } finally {
        clearTimeout(stop);
      }
    },
  };
}

function unreachable(cause: unknown): DomainError {
  const error = new DomainError('unavailable', { what: 'DNS' });
  return Object.defineProperty(error, 'cause', { value: cause, enumerable: false });
}
