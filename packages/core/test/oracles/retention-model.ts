interface Held {
  readonly id: string;
  readonly createdAt: number;
  touchedAt: number;
}

/**
 * The rule as a person would describe it: a shelf with a number of places. When it is full, the item that nobody
 * touched for the longest time is removed.
 */
export class RetentionModel {
  readonly #places: number;
  readonly #shelf: Held[] = [];
  #now = 1_000;
  #made = 0;

  constructor(places: number) {
    this.#places = places;
  }

  step(one: { readonly what: string; readonly which?: number; readonly seconds?: number }): readonly string[] {
    const held = this.#shelf[one.which ?? -1];
    if (one.what === 'wait') this.#now += one.seconds ?? 0;
    if (one.what === 'sign-in') this.#add();
    if (one.what === 'use' && held) held.touchedAt = this.#now;
    if (one.what === 'delete' && held) this.#shelf.splice(this.#shelf.indexOf(held), 1);
    return this.#shelf.map(({ id }) => id);
  }

  #add(): void {
    while (this.#shelf.length >= this.#places) this.#shelf.splice(this.#longestUntouched(), 1);
    this.#made += 1;
    const id = `token-${String(this.#made).padStart(4, '0')}`;
    this.#shelf.push({ id, createdAt: this.#now, touchedAt: this.#now });
  }

  #longestUntouched(): number {
    let found = 0;
    for (const [index, held] of this.#shelf.entries()) {
      const best = this.#shelf[found];
      if (best && isBefore(held, best)) found = index;
    }
    return found;
  }
}

function isBefore(a: Held, b: Held): boolean {
  if (a.touchedAt !== b.touchedAt) return a.touchedAt < b.touchedAt;
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt;
  return a.id < b.id;
}
