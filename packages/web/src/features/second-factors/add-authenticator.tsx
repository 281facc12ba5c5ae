import { Button, Group, Loader, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { lazy, Suspense, useEffect, useState } from 'react';
import { CopyField } from '../../parts/copy-field.tsx';
import { FaultAlert, showFormFault } from '../../parts/fault-alert.tsx';
import classes from './add-authenticator.module.css';
import { useAddTotp, useOfferedTotp } from './use-factors.ts';

const QrCode = lazy(() => import('qrcode.react').then(({ QRCodeSVG }) => ({ default: QRCodeSVG })));

interface AddFactorProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Recovery codes come with the first factor. */
  readonly onAdded: (recoveryCodes: readonly string[] | null) => void;
}

export function AddAuthenticator({ isOpen, onClose, onAdded }: AddFactorProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Add an authenticator app" centered>
      {isOpen && <Enrolment onClose={onClose} onAdded={onAdded} />}
    </Modal>
  );
}

/** A seed to scan or type, then a code to show that it arrived. */
function Enrolment({ onClose, onAdded }: Omit<AddFactorProps, 'isOpen'>) {
  const { data, error, mutate } = useOfferedTotp();
  useEffect(() => mutate(), [mutate]);
  if (error) return <FaultAlert fault={error} onRetry={() => mutate()} />;
  if (!data) return <Loader aria-label="A key is being made" />;
  return (
    <Stack>
      <Text size="sm">Scan this with the app, or type the key into it.</Text>
      <div className={classes.code}>
        <Suspense fallback={<Loader />}>
          <QrCode value={data.uri} size={192} marginSize={4} title="QR code for an authenticator app" />
        </Suspense>
      </div>
      <CopyField label="the key" text={data.seed} />
      <CodeForm onClose={onClose} onAdded={onAdded} />
    </Stack>
  );
}

function CodeForm({ onClose, onAdded }: Omit<AddFactorProps, 'isOpen'>) {
  const [fault, setFault] = useState<unknown>();
  const add = useAddTotp();
  const form = useForm({
    initialValues: { name: 'Authenticator app', code: '' },
    validate: {
      name: (value) => (value.trim() === '' ? 'Give it a name' : null),
      code: (value) => (/^\d{6}$/.test(value.replaceAll(' ', '')) ? null : 'Type the six digits that the app shows'),
    },
  });
  const submit = (values: { name: string; code: string }) =>
    add.mutate(values, {
      onSuccess: ({ recoveryCodes }) => onAdded(recoveryCodes),
      onError: (error) => setFault(showFormFault(form, error)),
    });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        <FaultAlert fault={fault} />
        <TextInput label="Name" maxLength={100} {...form.getInputProps('name')} />
        <TextInput
          label="Code"
          description="The six digits that the app shows now"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={16}
          data-autofocus
          {...form.getInputProps('code')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
