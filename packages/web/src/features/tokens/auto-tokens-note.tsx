import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { autoTokensQuery, tokenQuery } from './use-tokens.ts';

/** How many auto-generated tokens are kept, and which one the next sign-in would take the place of. */
export function AutoTokensNote() {
  const { data } = useQuery(autoTokensQuery);
  if (!data || data.kept === 0) return null;
  return (
    <Text size="sm" c="dimmed" mb="md">
      <strong>
        {data.kept} of {data.limit} kept.
      </strong>{' '}
      Of the auto-generated tokens, only the {data.limit} most recently used are kept.{' '}
      {data.nextToGo !== null && <NextToGo id={data.nextToGo} />}
    </Text>
  );
}

function NextToGo({ id }: { readonly id: string }) {
  const { data } = useQuery(tokenQuery(id));
  if (!data) return null;
  return (
    <>
      The next sign-in removes{' '}
      <Anchor component={Link} to={`/account/tokens/${id}`} size="sm">
        {data.description}
      </Anchor>
      .
    </>
  );
}
