import { useDebouncedValue } from '@mantine/hooks';
import { useQueries } from '@tanstack/react-query';
import { ApiFault } from '../../api/api-fault.ts';
import { answerOf, client } from '../../api/client.ts';

const ASKED_AT_MOST = 20;
const DELAY_MILLISECONDS = 300;

/** The names among these patterns that do not belong to a repository that the account can see. */
export function useUnknownRepositories(patterns: readonly string[]): readonly string[] {
  const [settled] = useDebouncedValue(patterns, DELAY_MILLISECONDS);
  const names = settled.filter((pattern) => !pattern.endsWith('*')).slice(0, ASKED_AT_MOST);
  const answers = useQueries({
    queries: names.map((name) => ({
      queryKey: ['repositories', 'exists', name],
      queryFn: () => isKnown(name),
      retry: false,
    })),
  });
  return names.filter((_, place) => answers[place]?.data === false);
}

async function isKnown(name: string): Promise<boolean> {
  try {
    await answerOf(client.GET('/api/repository', { params: { query: { name } } }));
    return true;
  } catch (fault) {
    if (fault instanceof ApiFault && fault.status === 404) return false;
    throw fault;
  }
}

export function unknownNote(name: string): string {
  return `You can see no repository called ${name}. A push can create it; otherwise check the spelling.`;
}
