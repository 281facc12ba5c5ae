import { Button, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { describeBrowser } from '../../parts/describe-client.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { AddAuthenticator } from './add-authenticator.tsx';
import { FactorTable } from './factor-table.tsx';
import { NameDialog } from './name-dialog.tsx';
import { RecoveryCodes, RecoveryCodesLeft } from './recovery-codes.tsx';
import { factorsQuery, useAddPasskey } from './use-factors.ts';

type Adding = 'passkey' | 'authenticator';

/** What is asked for besides the password, or in its place. */
export function SecondFactors() {
  const { data, error, refetch } = useQuery(factorsQuery);
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
        With one, a stolen password opens nothing: it is asked for at every sign-in. Registry clients take access tokens
        then, and your password no more.
      </SectionHead>
      <FaultAlert fault={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton height={100} aria-label="The second factors are being loaded" />}
      {data?.factors.length === 0 && (
        <EmptyState title="No second factor yet">
          A passkey is a key in your phone, computer or security key, opened by a finger, a face or a PIN. An
          authenticator app shows a code that changes every 30 seconds.
        </EmptyState>
      )}
      {data && data.factors.length > 0 && <FactorTable factors={data.factors} />}
      {data && data.factors.length > 0 && <RecoveryCodesLeft left={data.recoveryCodesLeft} onMade={setCodes} />}
      {data && data.requiredBy.length > 0 && (
        <Text mt="sm" size="sm">
          Asked for by {data.requiredBy.join(', ')}.
        </Text>
      )}
      <AddPasskey isOpen={adding === 'passkey'} onClose={close} onAdded={added} />
      <AddAuthenticator isOpen={adding === 'authenticator'} onClose={close} onAdded={added} />
      <RecoveryCodes codes={codes} onClose={() => setCodes(undefined)} />
    </section>
  );
}

interface AddFactorProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Recovery codes come with the first factor. */
  readonly onAdded: (recoveryCodes: readonly string[] | null) => void;
}

function AddPasskey({ isOpen, onClose, onAdded }: AddFactorProps) {
  const add = useAddPasskey();
  return (
    <NameDialog
      title="Add a passkey"
      action="Make the passkey"
      initialName={describeBrowser(navigator.userAgent)}
      isOpen={isOpen}
      isBusy={add.isPending}
      fault={add.error}
      onName={(name) => add.mutate(name, { onSuccess: ({ recoveryCodes }) => onAdded(recoveryCodes) })}
      onClose={onClose}
    >
      <Text size="sm">Your browser asks next where to keep it. It signs you in alone, or after the password.</Text>
    </NameDialog>
  );
}
