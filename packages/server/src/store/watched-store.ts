import type { Reads, Store } from './store.ts';

/** Does a call of the database, with its name. */
export type AroundCall = <Result>(name: string, call: () => Result) => Result;

/** The same store, but each read and each transaction goes through `around`. */
export function watchedStore(store: Store, around: AroundCall): Store {
  const subjects = Object.entries(store.read).map(([name, methods]) => [name, watchedMethods(name, methods, around)]);
  return {
    ...store,
    read: Object.fromEntries(subjects) as Reads,
    transaction: (work) => around('transaction', () => store.transaction(work)),
  };
}

type Method = (...parameters: readonly unknown[]) => unknown;

function watchedMethods(subject: string, methods: object, around: AroundCall): object {
  const entries = Object.entries(methods as Readonly<Record<string, Method>>).map(([name, method]) => {
    const watched: Method = (...parameters) => around(`${subject}.${name}`, () => method(...parameters));
    return [name, watched] as const;
  });
  return Object.fromEntries(entries);
}
