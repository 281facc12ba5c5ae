import type { Adapter, AdapterPayload } from 'oidc-provider';

type FindClient = (id: string) => AdapterPayload | undefined;

/** What the provider keeps, in memory; its clients are looked up anew each time. */
export function memoryAdapter(findClient: FindClient): new (name: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  return class implements Adapter {
    readonly #name: string;

    constructor(name: string) {
      this.#name = name;
    }

    async find(id: string): Promise<AdapterPayload | undefined> {
      return this.#name === 'Client' ? findClient(id) : kept.get(this.#key(id));
    }

    async findByUid(uid: string): Promise<AdapterPayload | undefined> {
      return [...kept.values()].find((payload) => payload.uid === uid);
    }

    async findByUserCode(): Promise<undefined> {
      return undefined;
    }

    async upsert(id: string, payload: AdapterPayload): Promise<undefined> {
      kept.set(this.#key(id), payload);
    }

    async consume(id: string): Promise<undefined> {
      const payload = kept.get(this.#key(id));
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    }

    async destroy(id: string): Promise<undefined> {
      kept.delete(this.#key(id));
    }

    async revokeByGrantId(grantId: string): Promise<undefined> {
      for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
    }

    #key(id: string): string {
      return `${this.#name}:${id}`;
    }
  };
}
