import { Anchor, Button, Divider, Stack, Text, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { ApiFault } from '../../../api/api-fault.ts';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import type { SecondFactorMethod } from '../sign-in-address.ts';
import { useCode, useSecondPasskey } from './use-sign-in.ts';

interface SecondFactorStepProps {
  readonly methods: readonly SecondFactorMethod[];
  readonly onSignedIn: () => void;
  /** The sign-in has to start again. */
  readonly onOver: (fault: unknown) => void;
}

/** Accepts any second factor of the account. */
export function SecondFactorStep({ methods, onSignedIn, onOver }: SecondFactorStepProps) {
  const passkey = useSecondPasskey();
  const onError = (fault: unknown) => {
    if (fault instanceof ApiFault && fault.code === 'login-over') onOver(fault);
  };
  const hasCode = methods.includes('totp') || methods.includes('recovery-code');
  return (
    <Stack>
      <FaultAlert fault={passkey.error} />
      {methods.includes('passkey') && (
        <Button
          data-autofocus
          autoFocus
          loading={passkey.isPending}
          onClick={() => passkey.mutate(undefined, { onSuccess: onSignedIn, onError })}
        >
          Use your passkey
        </Button>
      )}
      {methods.includes('passkey') && hasCode && <Divider label="or" />}
      {hasCode && (
        <CodeForm
          isRecoveryOnly={!methods.includes('totp')}
          isBesidePasskey={methods.includes('passkey')}
          onSignedIn={onSignedIn}
          onError={onError}
        />
      )}
      <Anchor component="button" type="button" size="sm" onClick={() => onOver(undefined)}>
        Start again
      </Anchor>
    </Stack>
  );
}

interface CodeFormProps {
  readonly isRecoveryOnly: boolean;
  /** Most people use the passkey, so it gets the focus. */
  readonly isBesidePasskey: boolean;
  readonly onSignedIn: () => void;
  readonly onError: (fault: unknown) => void;
}

function CodeForm({ isRecoveryOnly, isBesidePasskey, onSignedIn, onError }: CodeFormProps) {
  const [isRecovery, setIsRecovery] = useState(isRecoveryOnly);
  const [code, setCode] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const send = useCode();
  const submit = () =>
    send.mutate(code.trim(), {
      onSuccess: onSignedIn,
      onError: (fault) => {
        setCode('');
        field.current?.focus();
        onError(fault);
      },
    });
  const asked = isRecovery ? RECOVERY : AUTHENTICATOR;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== '') submit();
      }}
      noValidate
    >
      <Stack>
        <FaultAlert fault={send.error} />
        <TextInput
          {...asked}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          data-autofocus
          autoFocus={!isBesidePasskey}
          ref={field}
        />
        <Button type="submit" variant={isRecoveryOnly ? 'default' : 'filled'} loading={send.isPending}>
          Continue
        </Button>
        {!isRecoveryOnly && (
          <Text size="sm">
            <Anchor component="button" type="button" size="sm" onClick={() => setIsRecovery(!isRecovery)}>
              {isRecovery ? 'Use your authenticator app' : 'Use a recovery code'}
            </Anchor>
          </Text>
        )}
      </Stack>
    </form>
  );
}

const AUTHENTICATOR = {
  label: 'Code',
  description: 'The 6 digits that your authenticator app shows now',
  inputMode: 'numeric',
} as const;
const RECOVERY = {
  label: 'Recovery code',
  description: 'One of the 10 codes that you saved. Each code works once.',
  inputMode: 'text',
} as const;
