import { Button, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { NewToken } from '../../../api/types.ts';
import { CopyField } from '../../../parts/copy-field.tsx';
import { SecretPanel } from '../../../parts/secret-panel.tsx';
import { dockerLoginLine } from '../../../parts/use-of-token.ts';
import { RegistryConfiguration } from '../../registries/registry-configuration.tsx';
import { StepHead } from './step-head.tsx';

interface UseStepProps {
  /** Undefined after a reload: the secret was shown once. */
  readonly made: NewToken | undefined;
  readonly loginName: string;
}

export function UseStep({ made, loginName }: UseStepProps) {
  const place = { registryHost: location.host, loginName };
  return (
    <Stack gap="xl">
      <StepHead title={made ? `“${made.token.description}” is made` : 'Log in'} takesFocus>
        Log in with it here to try it, then let your registry trust this server.
      </StepHead>
      {made ? (
        <SecretPanel secret={made.secret} {...place} />
      ) : (
        <div>
          <CopyField label="the login line" text={dockerLoginLine(place)} />
          <Text size="sm" c="dimmed" mt="xs">
            docker asks for the password: paste an access token. The one made here was shown once; if it is lost, make
            another under access tokens.
          </Text>
        </div>
      )}
      <RegistryConfiguration />
      <div>
        <Button component={Link} to="/account/tokens">
          {made ? 'I have stored the token' : 'To the access tokens'}
        </Button>
      </div>
    </Stack>
  );
}
