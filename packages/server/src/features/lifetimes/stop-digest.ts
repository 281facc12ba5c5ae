import { stopInWords } from '@lanyard/core/lifetimes/rule-in-words';
import type { StopAhead } from '@lanyard/core/lifetimes/token-stops';

/** In one mail. */
const LINES = 20;
/** Of one line. */
const HOLDERS_NAMED = 10;

interface Counted {
  count: number;
  readonly holders: Set<string>;
}

/** Adds up what stops between two times, by day and cause: what owners read. It has no text that a holder typed. */
export class StopDigest {
  readonly #from: number;
  readonly #until: number;
  readonly #tokens = new Map<string, Counted>();
  readonly #passwords = new Map<string, number>();

  constructor(from: number, until: number) {
    this.#from = from;
    this.#until = until;
  }

  addToken(stop: Pick<StopAhead, 'rule' | 'seconds' | 'at' | 'isByAge'>, holder: string): void {
    if (!this.#isWithin(stop.at)) return;
    const key = `${dayOf(stop.at)} ${stopInWords(stop)}`;
    const counted = this.#tokens.get(key) ?? { count: 0, holders: new Set() };
    this.#tokens.set(key, counted);
    counted.count += 1;
    counted.holders.add(holder);
  }

  addPassword(at: number): void {
    if (this.#isWithin(at)) this.#passwords.set(dayOf(at), (this.#passwords.get(dayOf(at)) ?? 0) + 1);
  }

  /** The soonest first. */
  lines(): readonly string[] {
    const tokens = [...this.#tokens].map(([key, { count, holders }]) => {
      const [day = '', ...cause] = key.split(' ');
      const what = count === 1 ? 'an access token' : `${count} access tokens`;
      return `${day}: ${what} of ${namesOf(holders)}, because it ${cause.join(' ')}`;
    });
    const passwords = [...this.#passwords].map(([day, count]) => {
      return `${day}: the ${count === 1 ? 'password of one member' : `passwords of ${count} members`}`;
    });
    const all = [...tokens, ...passwords].sort();
    return all.length > LINES ? [...all.slice(0, LINES), `and ${all.length - LINES} more days`] : all;
  }

  #isWithin(at: number): boolean {
    return this.#from < at && at <= this.#until;
  }
}

function namesOf(holders: ReadonlySet<string>): string {
  const names = [...holders].sort();
  const others = names.length - HOLDERS_NAMED;
  return others > 0 ? `${names.slice(0, HOLDERS_NAMED).join(', ')} and ${others} more` : names.join(', ');
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
