import { Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Domain } from '../../api/types.ts';
import { ConfirmDialog, type Dialog, useDialog } from '../../parts/dialogs.tsx';
import { FaultAlert, showFormFault } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { DomainItem } from './domain-item.tsx';
import classes from './single-sign-on.module.css';
import { domainsQuery, useAddDomain, useRemoveDomain } from './use-single-sign-on.ts';

interface DomainSectionProps {
  readonly organization: string;
}

/** The domains of the members' e-mail addresses, which the organization proves by DNS. */
export function DomainSection({ organization }: DomainSectionProps) {
  const { data, error, refetch } = useQuery(domainsQuery(organization));
  const removal = useDialog<Domain>();
  return (
    <section>
      <SectionHead title="E-mail domains">
        The domains of your members' addresses. A verified one is this organization's alone: its identity provider and
        its directory speak for the people there, and for nobody else.
      </SectionHead>
      <Stack className={classes.sheet ?? ''}>
        <FaultAlert fault={error} onRetry={() => void refetch()} />
        {!data && !error && <Skeleton height={80} aria-label="The domains are being loaded" />}
        {data?.domains.length === 0 && (
          <Text size="sm" c="dimmed">
            No domain yet. Add the first: the identity provider and the directory need one.
          </Text>
        )}
        {data && data.domains.length > 0 && (
          <ul className={classes.cards} aria-label="E-mail domains">
            {data.domains.map((domain) => (
              <DomainItem
                key={domain.name}
                organization={organization}
                domain={domain}
                onRemove={() => removal.open(domain)}
              />
            ))}
          </ul>
        )}
        <AddDomain organization={organization} />
      </Stack>
      <RemoveDomain organization={organization} dialog={removal} />
    </section>
  );
}

function RemoveDomain({ organization, dialog }: DomainSectionProps & { readonly dialog: Dialog<Domain> }) {
  const { subject, isOpen } = dialog;
  const remove = useRemoveDomain(organization);
  const close = () => {
    remove.reset();
    dialog.close();
  };
  const { name = '', status } = subject ?? {};
  return (
    <ConfirmDialog
      title={`Remove ${name}?`}
      action="Remove the domain"
      isOpen={isOpen}
      isBusy={remove.isPending}
      fault={remove.error}
      onClose={close}
      onConfirm={() => remove.mutate(name, { onSuccess: close })}
    >
      {status === 'verified'
        ? 'The identity provider and the directory speak for its addresses no longer, and people there sign in by password again. Added again, it needs a new TXT record.'
        : 'Added again, it needs a new TXT record.'}
    </ConfirmDialog>
  );
}

interface AddDomainProps {
  readonly organization: string;
}

function AddDomain({ organization }: AddDomainProps) {
  const add = useAddDomain(organization);
  const [fault, setFault] = useState<unknown>();
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: (value) => (value.trim() === '' ? 'Name a domain, as example.com' : null) },
  });
  const submit = ({ name }: { readonly name: string }) =>
    add.mutate(name.trim(), {
      onSuccess: () => {
        setFault(undefined);
        form.reset();
      },
      onError: (error) => setFault(showFormFault(form, error)),
    });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="xs">
        <FaultAlert fault={fault} />
        <TextInput
          label="Add a domain"
          placeholder="example.com"
          maxLength={253}
          autoCapitalize="none"
          spellCheck={false}
          inputMode="url"
          inputContainer={(input) => (
            <Group gap="xs" wrap="nowrap">
              <div className={classes.field}>{input}</div>
              <Button type="submit" variant="default" loading={add.isPending}>
                Add
              </Button>
            </Group>
          )}
          {...form.getInputProps('name')}
        />
      </Stack>
    </form>
  );
}
