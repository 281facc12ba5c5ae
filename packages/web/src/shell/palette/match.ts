/** A possible target. */
export interface Destination {
  readonly group: 'Pages' | 'Access tokens' | 'Repositories' | 'People';
  readonly label: string;
  /** Distinguishes it from others with the same label, such as the organization of a page. */
  readonly detail?: string;
  readonly href: string;
}

const SHOWN_OF_GROUP = 6;

/**
 * The targets that contain every word of the text, at most six of each group. Those that begin with the text come
 * first. The server has already found the access tokens.
 */
export function matching(destinations: readonly Destination[], text: string): readonly Destination[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const counts = new Map<string, number>();
  return destinations
    .filter((one) => one.group === 'Access tokens' || words.every((word) => wordsOf(one).includes(word)))
    .toSorted((one, other) => rankOf(one, words) - rankOf(other, words))
    .filter(({ group }) => {
      const count = (counts.get(group) ?? 0) + 1;
      counts.set(group, count);
      return count <= SHOWN_OF_GROUP;
    });
}

const GROUPS: readonly string[] = ['Pages', 'Access tokens', 'Repositories', 'People'] satisfies Destination['group'][];

function wordsOf({ label, detail = '' }: Destination): string {
  return `${label} ${detail}`.toLowerCase();
}

/** Keeps the groups together. */
function rankOf(destination: Destination, [first = '']: readonly string[]): number {
  return GROUPS.indexOf(destination.group) * 2 + Number(!wordsOf(destination).startsWith(first));
}
