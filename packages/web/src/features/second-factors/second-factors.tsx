import { Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { describeBrowser } from '../../parts/describe-client.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { AddAuthenticator } from './add-authenticator.tsx';
import { FactorTable } from './factor-table.tsx';
import { NameDialog } from './name-dialog.tsx';
import { RecoveryCodes, RecoveryCodesLeft } from './recovery-codes.tsx';
import { type AddFactorProps, factorsQuery, useAddPasskey } from './use-factors.ts';

type Adding = 'passkey' | 'authenticator';

export function SecondFactors() {
  const query = useQuery(factorsQuery);
  const { data } = query;
  const [adding, setAdding] = useState<Adding>();
  const [codes, setCodes] = useState<readonly string[]>();
  const close = () => setAdding(undefined);
  const added = (recoveryCodes: readonly string[] | null) => {
    close();
    if (recoveryCodes) setCodes(recoveryCodes);
  };
  const actions = (
    <>
      <Button variant="default" onClick={() => setAdding('passkey')}>
        Add a passkey
      </Button>
      <Button variant="default" onClick={() => setAdding('authenticator')}>
        Add an authenticator app
      </Button>
    </>
  );
  return (
    <section>
      <SectionHead title="Second factors" actions={actions}>
        With a second factor, a stolen password alone is useless: every sign-in asks for both. Registry clients then
        need an access token, because they can no longer use your password.
      </SectionHead>
      <QueryStatus query={query} name="second factors" height={100} />
      {data?.factors.length === 0 && (
        <EmptyState title="No second factor yet">
          A passkey is stored on your phone, computer or security key, and you unlock it with your finger, face or PIN.
          An authenticator app shows a code that changes every 30 seconds.
        </EmptyState>
      )}
      {data && data.factors.length > 0 && <FactorTable factors={data.factors} />}
      {data && data.factors.length > 0 && <RecoveryCodesLeft left={data.recoveryCodesLeft} onMade={setCodes} />}
      {data && data.requiredBy.length > 0 && (
        <Text mt="sm" size="sm">
          Required by {data.requiredBy.join(', ')}.
        </Text>
      )}
      <AddPasskey isOpen={adding === 'passkey'} onClose={close} onAdded={added} />
      <AddAuthenticator isOpen={adding === 'authenticator'} onClose={close} onAdded={added} />
      <RecoveryCodes codes={codes} onClose={() => setCodes(undefined)} />
    </section>
  );
}

function AddPasskey({ isOpen, onClose, onAdded }: AddFactorProps) {
  const add = useAddPasskey();
  return (
    <NameDialog
      title="Add a passkey"
      action="Create passkey"
      initialName={describeBrowser(navigator.userAgent)}
      change={add}
      isOpen={isOpen}
      onName={(name) => add.mutate(name, { onSuccess: ({ recoveryCodes }) => onAdded(recoveryCodes) })}
      onClose={onClose}
    >
      <Text size="sm">
        Next, your browser asks where to store it. You can sign in with it alone, or after your password.
      </Text>
    </NameDialog>
  );
}
