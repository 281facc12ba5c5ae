import { useMatches } from '@tanstack/react-router';

/** The title of the page inside a frame, from its route: "Members". Undefined for a page without one. */
export function useSectionTitle(): string | undefined {
  return useMatches({ select: (matches) => matches.at(-1)?.staticData.title });
}
