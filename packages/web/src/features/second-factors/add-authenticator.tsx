import { Box, Loader, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { lazy, Suspense, useEffect } from 'react';
import { CopyField } from '../../parts/copy-field.tsx';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { type AddFactorProps, useAddTotp, useOfferedTotp } from './use-factors.ts';

const QrCode = lazy(() => import('qrcode.react').then(({ QRCodeSVG }) => ({ default: QRCodeSVG })));

export function AddAuthenticator({ isOpen, onClose, onAdded }: AddFactorProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Add an authenticator app" centered>
      {isOpen && <Enrolment onClose={onClose} onAdded={onAdded} />}
    </Modal>
  );
}

/** Shows a key to scan or type, then asks for a code, to check that the app works. */
function Enrolment({ onClose, onAdded }: Omit<AddFactorProps, 'isOpen'>) {
  const { data, error, mutate } = useOfferedTotp();
  useEffect(() => mutate(), [mutate]);
  if (error) return <FaultAlert fault={error} onRetry={() => mutate()} />;
  if (!data) return <Loader role="status" aria-label="Loading a key" />;
  return (
    <Stack>
      <Text size="sm">Scan this code with your authenticator app, or type the key into the app.</Text>
      {/* Dark on light in both colour schemes, because some cameras cannot read it inverted. */}
      <Box bg="#fff" lh={0} style={{ alignSelf: 'center', borderRadius: 'var(--mantine-radius-sm)' }}>
        <Suspense fallback={<Loader />}>
          <QrCode value={data.uri} size={192} marginSize={4} title="QR code for an authenticator app" />
        </Suspense>
      </Box>
      <CopyField name="the key" text={data.seed} />
      <CodeForm onClose={onClose} onAdded={onAdded} />
    </Stack>
  );
}

function CodeForm({ onClose, onAdded }: Omit<AddFactorProps, 'isOpen'>) {
  const add = useAddTotp();
  const form = useForm({
    initialValues: { name: 'Authenticator app', code: '' },
    validate: {
      name: (value) => (value.trim() === '' ? 'Enter a name' : null),
      code: (value) => (/^\d{6}$/.test(value.replaceAll(' ', '')) ? null : 'Enter the 6 digits that the app shows'),
    },
  });
  const [fault, showFault] = useFormFault(form);
  const submit = (values: { name: string; code: string }) =>
    add.mutate(values, {
      onSuccess: ({ recoveryCodes }) => onAdded(recoveryCodes),
      onError: showFault,
    });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <FaultAlert fault={fault} />
        <TextInput label="Name" maxLength={100} {...form.getInputProps('name')} />
        <TextInput
          label="Code"
          description="The 6 digits that the app shows now"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={16}
          autoFocus
          {...form.getInputProps('code')}
        />
        <FormButtons action="Add" isBusy={add.isPending} onClose={onClose} />
      </Stack>
    </form>
  );
}
