import { useMatches } from '@tanstack/react-router';

/** What the page inside a frame is called, as its route says: "Members". Undefined for a page without a name of its own. */
export function useSectionTitle(): string | undefined {
  return useMatches({ select: (matches) => matches.at(-1)?.staticData.title });
}
