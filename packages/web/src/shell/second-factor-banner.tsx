import { Alert, Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useSession } from '../api/use-session.ts';

/** On every page, until the factor stands. */
export function SecondFactorBanner() {
  const { secondFactorRequiredBy } = useSession();
  if (secondFactorRequiredBy === null) return null;
  return (
    <Alert color="yellow" mb="lg" role="status" title="Set up a second factor">
      <Group justify="space-between" gap="sm">
        <span>
          {secondFactorRequiredBy} asks its members for one. Until then you cannot make access tokens, and yours do not
          reach its repositories.
        </span>
        <Button component={Link} to="/account/security" size="xs">
          Set one up
        </Button>
      </Group>
    </Alert>
  );
}
