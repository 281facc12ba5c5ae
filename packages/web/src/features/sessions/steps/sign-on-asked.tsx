import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';

interface SignOnAskedProps {
  readonly organization: string;
  readonly isBusy: boolean;
  readonly onSignOn: (organization: string) => void;
  /** The way around it, where a password was typed. */
  readonly onAllTheSame: (() => void) | undefined;
}

/** The password does not count here: the organization's provider does. */
export function SignOnAsked({ organization, isBusy, onSignOn, onAllTheSame }: SignOnAskedProps) {
  return (
    <Alert color="yellow" role="alert" title={`${organization} signs its members in itself`}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          A password does not count there. You go to its identity provider, and come back signed in.
        </Text>
        <Button onClick={() => onSignOn(organization)}>Continue to {organization}</Button>
        {onAllTheSame && (
          <Anchor component="button" type="button" size="sm" disabled={isBusy} onClick={onAllTheSame}>
            Emergency: use the password all the same
          </Anchor>
        )}
      </Stack>
    </Alert>
  );
}
