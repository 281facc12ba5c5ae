import { Anchor, Input, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { SingleSignOn } from '../../api/types.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import type { Protocol } from './connection-values.ts';
import { OidcForm } from './oidc-form.tsx';
import { SamlForm } from './saml-form.tsx';

const PROTOCOLS: readonly { readonly value: Protocol; readonly label: string }[] = [
  { value: 'oidc', label: 'OpenID Connect' },
  { value: 'saml', label: 'SAML 2.0' },
];

interface ConnectionFormProps {
  readonly organization: string;
  readonly singleSignOn: SingleSignOn;
  readonly onClose: () => void;
}

/** Connects a provider or edits the connection: first the values that the provider needs, then its own values. */
export function ConnectionForm({ organization, singleSignOn, onClose }: ConnectionFormProps) {
  const { connection, addresses } = singleSignOn;
  const [protocol, setProtocol] = useState<Protocol>(connection?.protocol ?? 'oidc');
  const onSaved = () => {
    const isNew = connection === null;
    notifications.show({
      message: isNew ? 'Identity provider connected. Test the sign-in next.' : 'Connection saved.',
    });
    onClose();
  };
  const common = { organization, onSaved, onClose };
  return (
    <Stack gap="lg">
      <Input.Wrapper label="Protocol" labelElement="div">
        <div>
          <SegmentedControl
            aria-label="Protocol"
            data={[...PROTOCOLS]}
            value={protocol}
            onChange={(value) => setProtocol(value as Protocol)}
          />
        </div>
      </Input.Wrapper>
      <Stack gap="xs">
        <Title order={3} size="h4">
          1. At the identity provider
        </Title>
        {protocol === 'oidc' ? <OidcAddresses addresses={addresses} /> : <SamlAddresses addresses={addresses} />}
      </Stack>
      {protocol === 'oidc' ? (
        <OidcForm {...common} connection={connection?.protocol === 'oidc' ? connection : undefined} />
      ) : (
        <SamlForm {...common} connection={connection?.protocol === 'saml' ? connection : undefined} />
      )}
    </Stack>
  );
}

function OidcAddresses({ addresses: { callback } }: Pick<SingleSignOn, 'addresses'>) {
  return (
    <>
      <Text size="sm">
        Create a confidential client for the authorization code flow with this redirect URI. Allow refresh tokens
        (offline_access), so that Lanyard can check later whether the provider still knows a member.
      </Text>
      <CopyField label="Redirect URI" name="the redirect URI" text={callback} />
    </>
  );
}

function SamlAddresses({ addresses: { entityId, consumer, metadata } }: Pick<SingleSignOn, 'addresses'>) {
  return (
    <>
      <Text size="sm">
        Add Lanyard as a service provider, with{' '}
        <Anchor href={metadata} target="_blank" rel="noopener" fz="inherit" underline="always">
          its metadata
        </Anchor>{' '}
        or with the two addresses below. The provider must sign assertions with SHA-256 or better, may encrypt them with
        the key in the metadata, and must send a persistent NameID.
      </Text>
      <CopyField label="Entity ID (also the address of the metadata)" name="the entity ID" text={entityId} />
      <CopyField label="Assertion consumer service (HTTP-POST)" name="the assertion consumer service" text={consumer} />
    </>
  );
}
