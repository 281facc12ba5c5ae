import { Alert, Anchor } from '@mantine/core';

interface PushWithoutPullProps {
  /** How many of all the owner's tokens. */
  readonly count: number | undefined;
  /** Whether only these are listed now. */
  readonly isFiltered: boolean;
  readonly onFilter: (only: boolean) => void;
}

/** Leads to tokens from before push included pull. They stay as they are (decision 25). */
export function PushWithoutPull({ count = 0, isFiltered, onFilter }: PushWithoutPullProps) {
  if (count === 0) return null;
  return (
    <Alert color="yellow" variant="light" mb="md">
      {count === 1 ? '1 token allows' : `${count} tokens allow`} push without pull, from before push included pull.
      Clients cannot push with such a token. Generate new tokens to replace them.{' '}
      <Anchor component="button" type="button" fz="inherit" underline="always" onClick={() => onFilter(!isFiltered)}>
        {isFiltered ? 'Show all tokens' : 'Show only these'}
      </Anchor>
    </Alert>
  );
}
