import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerWatch } from '@lanyard/server/app/compose';
import type { Limiter, Route } from '@lanyard/server/http/route';
import type { Services } from '@lanyard/server/services';
import type { Reads, Records, Store } from '@lanyard/server/store/store';

/**
 * One observed action of a route, as its row would list it: `METHOD PATH audit ACTION` or `METHOD PATH rate LIMITER`.
 */
type Deed = `${Route['method']} ${string} ${'audit' | 'rate'} ${string}`;

interface Request {
  readonly route: Route;
  readonly deeds: Set<Deed>;
}

export interface RouteWatch extends ServerWatch {
  /**
   * Throws if a route did something that its row does not list. The observed actions are stored in the folder, for the
   * end of the run.
   */
  finish(folder: string | undefined): void;
}

/** Observes which events every request records and which limiters it uses, and compares them with the route table. */
export function watchRoutes(): RouteWatch {
  const requests = new AsyncLocalStorage<Request>();
  const seen: Request[] = [];
  const note: Note = (column, value) => {
    const request = requests.getStore();
    request?.deeds.add(`${request.route.method} ${request.route.path} ${column} ${value}`);
  };
  return {
    around: (route, work) => {
      const request = { route, deeds: new Set<Deed>() };
      seen.push(request);
      return requests.run(request, work);
    },
    services: (services) => watchedServices(services, note),
    finish: (folder) => {
      const deeds = new Set(seen.flatMap((request) => [...request.deeds]));
      if (folder !== undefined) writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify([...deeds]));
      const listed = new Set(seen.flatMap(({ route }) => [...deedsOf(route), ...deedsOfCredential(route)]));
      const unlisted = [...deeds].filter((deed) => !listed.has(deed)).sort();
      if (unlisted.length > 0) throw new Error(`the route table does not list what was done:\n${unlisted.join('\n')}`);
    },
  };
}

/** Everything in the rows that no request of the whole run did. */
export function undoneDeeds(routes: readonly Route[], folder: string): readonly string[] {
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const done = new Set(files.flatMap((text) => JSON.parse(text) as Deed[]));
  return routes.flatMap(deedsOf).filter((deed) => !done.has(deed));
}

function deedsOf({ method, path, audit, rate }: Route): readonly Deed[] {
  const events = audit.map((action) => `${method} ${path} audit ${action}` as const);
  const limiters = rate === 'none' ? [] : rate.map((limiter) => `${method} ${path} rate ${limiter}` as const);
  return [...events, ...limiters];
}

/** Events and limits of the check of the credential, before the route begins. No row lists them. */
function deedsOfCredential({ method, path, credential }: Route): readonly Deed[] {
  return credential === 'scim' ? [`${method} ${path} audit token.refused`] : [];
}

type Note = (column: 'audit' | 'rate', value: string) => void;
type Ask<Args extends readonly unknown[], Result> = (...args: Args) => Result;

function watchedServices(services: Services, note: Note): Services {
  const { throttle, mailLimit, rowLimit } = services;
  const asks = noting(note);
  return {
    ...services,
    store: watchedStore(services.store, note),
    throttle: {
      // Taking back counts is not a limit, so it is not recorded.
      ...throttle,
      retryAfterSeconds: asks('failed-sign-ins', throttle.retryAfterSeconds),
      recordFailure: asks('failed-sign-ins', throttle.recordFailure),
    },
    refusals: {
      ...services.refusals,
      record: (refusal) => {
        note('audit', refusal.action);
        services.refusals.record(refusal);
      },
    },
    flowLimit: { countSource: asks('begun-sign-ins', services.flowLimit.countSource) },
    rowLimit: { countMade: asks('new-rows', rowLimit.countMade) },
    mailLimit: {
      ...mailLimit,
      countSource: asks('mails', mailLimit.countSource),
      countReceiver: asks('mails', mailLimit.countReceiver),
    },
  };
}

function watchedStore(store: Store, note: Note): Store {
  return {
    read: { ...store.read, deviceCodes: watchedCodes(store.read.deviceCodes, note) },
    transaction: async (work) => {
      const appended: string[] = [];
      const result = await store.transaction((records) => {
        appended.length = 0;
        return work(watchedRecords(records, note, appended));
      });
      // Events that were rolled back do not count.
      for (const action of appended) note('audit', action);
      return result;
    },
    connections: () => store.connections(),
    signAuditTree: (sign) => store.signAuditTree(sign),
    placeAuditEvents: () => store.placeAuditEvents(),
    isAuditLogDamaged: () => store.isAuditLogDamaged(),
    whenAuditEventsWait: (listener) => store.whenAuditEventsWait(listener),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

function watchedRecords(records: Records, note: Note, appended: string[]): Records {
  const append: Records['audit']['append'] = (event) => {
    appended.push(event.action);
    return records.audit.append(event);
  };
  const deviceCodes = watchedCodes(records.deviceCodes, note);
  const countSent = noting(note)('invitations', records.invitations.countSent);
  const invitations = { ...records.invitations, countSent };
  // A copy would create the records of every subject. This object creates only those that are used.
  return Object.create(records, {
    deviceCodes: { value: deviceCodes },
    invitations: { value: invitations },
    audit: { value: { ...records.audit, append } },
  });
}

function watchedCodes<Codes extends Reads['deviceCodes']>(codes: Codes, note: Note): Codes {
  const asks = noting(note);
  const countGuesses = asks('code-guesses', codes.countGuesses);
  return { ...codes, countGuesses, countLive: asks('waiting-codes', codes.countLive) };
}

function noting(note: Note) {
  return <Args extends readonly unknown[], Result>(limiter: Limiter, ask: Ask<Args, Result>): Ask<Args, Result> => {
    return (...args) => {
      note('rate', limiter);
      return ask(...args);
    };
  };
}
