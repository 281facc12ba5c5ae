import { Paper, Stack, Text, Title } from '@mantine/core';
import { describeExpiration, type Expiration } from './expiration.ts';
import { allGrantsOf, describeGrants, type GrantChoice } from './grants.ts';
import classes from './tokens.module.css';

interface TokenSummaryProps {
  readonly grants: GrantChoice;
  readonly expiresAt: Expiration;
  /** Reasons why it would be able to do less than its permissions say. */
  readonly notes: readonly string[];
}

/** Says beside the form what the token will be able to do. */
export function TokenSummary({ grants, expiresAt, notes }: TokenSummaryProps) {
  return (
    <Paper component="aside" withBorder p="md" className={classes.summary ?? ''} aria-label="Summary">
      <Stack gap="sm" role="status">
        <Title order={2} size="h5">
          Summary
        </Title>
        <Text size="sm">{describeGrants(allGrantsOf(grants))}</Text>
        <Text size="sm">{describeExpiration(expiresAt, Date.now())}</Text>
        {notes.map((note) => (
          <Text size="sm" key={note} className={classes.note ?? ''}>
            {note}
          </Text>
        ))}
      </Stack>
    </Paper>
  );
}
