/** Something to jump to. */
export interface Destination {
  readonly group: 'Pages' | 'Access tokens' | 'Repositories' | 'People';
  readonly label: string;
  /** What sets it apart from others with the same label, as the organization of a page. */
  readonly detail?: string;
  readonly href: string;
}

const SHOWN_OF_GROUP = 6;

/**
 * Those with every word of the text in them, at most six of a group. What begins with the text comes first. Access tokens
 * were found by the server.
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

/** The groups stay together. */
function rankOf(destination: Destination, [first = '']: readonly string[]): number {
  return GROUPS.indexOf(destination.group) * 2 + Number(!wordsOf(destination).startsWith(first));
}
