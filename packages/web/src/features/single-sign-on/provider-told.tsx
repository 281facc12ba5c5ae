import { Anchor, Stack, Text, Title } from '@mantine/core';
import type { SingleSignOn } from '../../api/types.ts';
import { TextToCopy } from '../../parts/text-to-copy.tsx';
import type { Protocol } from './connection-values.ts';

interface ProviderToldProps {
  readonly protocol: Protocol;
  readonly addresses: SingleSignOn['addresses'];
}

/** What the provider has to know of this server. */
export function ProviderTold({ protocol, addresses }: ProviderToldProps) {
  return (
    <Stack gap="xs">
      <Title order={3} size="h4">
        First, at the provider
      </Title>
      {protocol === 'oidc' ? <ToldByOidc addresses={addresses} /> : <ToldBySaml addresses={addresses} />}
    </Stack>
  );
}

function ToldByOidc({ addresses: { callback } }: Pick<ProviderToldProps, 'addresses'>) {
  return (
    <>
      <Text size="sm">
        Make a confidential client for the authorization code flow, with this redirect URI. Let it have refresh tokens
        (offline_access): by them the provider can be asked again whether it still knows a member.
      </Text>
      <TextToCopy label="Redirect URI" name="the redirect URI" text={callback} />
    </>
  );
}

function ToldBySaml({ addresses: { entityId, consumer, metadata } }: Pick<ProviderToldProps, 'addresses'>) {
  return (
    <>
      <Text size="sm">
        Add this server as a service provider, by{' '}
        <Anchor href={metadata} target="_blank" rel="noopener" fz="inherit" underline="always">
          its metadata
        </Anchor>{' '}
        or by the two addresses. The provider must sign assertions, with SHA-256 or better, and must not encrypt them;
        the NameID must be a persistent one.
      </Text>
      <TextToCopy label="Entity id, which is the address of the metadata too" name="the entity id" text={entityId} />
      <TextToCopy
        label="Assertion consumer service (HTTP-POST)"
        name="the assertion consumer service"
        text={consumer}
      />
    </>
  );
}
