import { Input, SegmentedControl, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { SingleSignOn } from '../../api/types.ts';
import type { Protocol } from './connection-values.ts';
import { OidcForm } from './oidc-form.tsx';
import { ProviderTold } from './provider-told.tsx';
import { SamlForm } from './saml-form.tsx';

const PROTOCOLS: readonly { readonly value: Protocol; readonly label: string }[] = [
  { value: 'oidc', label: 'OpenID Connect' },
  { value: 'saml', label: 'SAML 2.0' },
];

interface ConnectionFormProps {
  readonly organization: string;
  readonly signOn: SingleSignOn;
  readonly onClose: () => void;
}

/** Connects a provider, or changes how: what it is told, then what it says. */
export function ConnectionForm({ organization, signOn: { connection, addresses }, onClose }: ConnectionFormProps) {
  const [protocol, setProtocol] = useState<Protocol>(connection?.protocol ?? 'oidc');
  const onSaved = () => {
    const isNew = connection === null;
    notifications.show({
      message: isNew ? 'The identity provider is connected. Try it next.' : 'The connection is saved.',
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
      <ProviderTold protocol={protocol} addresses={addresses} />
      {protocol === 'oidc' ? (
        <OidcForm {...common} connection={connection?.protocol === 'oidc' ? connection : undefined} />
      ) : (
        <SamlForm {...common} connection={connection?.protocol === 'saml' ? connection : undefined} />
      )}
    </Stack>
  );
}
