import type { Passage } from '../../store/records/gate/passages.ts';
import type { Store } from '../../store/store.ts';

const DAY_MILLISECONDS = 86_400_000;
const NOTED_AT_ONCE = 50;
/** Above this number, images are noted more than once a day. */
const MAXIMUM_REMEMBERED = 50_000;

/** Notes once a day which images are pulled, so that those are scanned first. Rejects if the database does not answer. */
export function createImageUse(store: Store): (passages: readonly Passage[]) => Promise<void> {
  let today = 0;
  const noted = new Set<string>();
  return async (passages) => {
    const day = Math.max(today, ...passages.map(({ at }) => at - (at % DAY_MILLISECONDS)));
    if (day > today || noted.size > MAXIMUM_REMEMBERED) noted.clear();
    today = day;
    const pulls = passages.filter(({ action }) => action === 'pull').map((pull) => [keyOf(pull), pull] as const);
    const all = [...new Map(pulls)].filter(([key]) => !noted.has(key));
    for (let from = 0; from < all.length; from += NOTED_AT_ONCE) {
      const some = new Map(all.slice(from, from + NOTED_AT_ONCE));
      await store.transaction(({ imageUses }) => imageUses.note([...some.values()], day));
      for (const key of some.keys()) noted.add(key);
    }
  };
}

function keyOf({ repository, digest, reference }: Passage): string {
  return `${repository} ${digest ?? reference}`;
}
