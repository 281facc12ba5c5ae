import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { Domain } from '../../api/types.ts';
import { ConfirmDialog, type Dialog, useDialog } from '../../parts/dialogs.tsx';
import { FaultAlert, QueryStatus, useFormFault } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { DomainItem } from './domain-item.tsx';
import classes from './single-sign-on.module.css';
import { domainsQuery, useAddDomain, useRemoveDomain } from './use-single-sign-on.ts';

interface DomainSectionProps {
  readonly organization: string;
}

/** The e-mail domains that the organization proves by DNS. */
export function DomainSection({ organization }: DomainSectionProps) {
  const query = useQuery(domainsQuery(organization));
  const domains = query.data?.domains;
  const removal = useDialog<Domain>();
  return (
    <section>
      <SectionHead title="E-mail domains">
        The domains of your members' e-mail addresses. A verified domain belongs only to this organization: its identity
        provider and its directory can manage the people with these addresses.
      </SectionHead>
      <Stack className={classes.sheet ?? ''}>
        <QueryStatus query={query} name="domains" height={80} />
        {domains?.length === 0 && (
          <Text size="sm" c="dimmed">
            No domains yet. You need one before you can use an identity provider or a directory.
          </Text>
        )}
        {domains && domains.length > 0 && (
          <ul className={classes.cards} aria-label="E-mail domains">
            {domains.map((domain) => (
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
  const { subject, isOpen, close } = dialog;
  const remove = useRemoveDomain(organization);
  const { name = '', status } = subject ?? {};
  return (
    <ConfirmDialog
      title={`Remove ${name}?`}
      action="Remove domain"
      change={remove}
      isOpen={isOpen}
      onClose={close}
      onConfirm={() => remove.mutate(name, { onSuccess: close })}
    >
      {status === 'verified' &&
        'The identity provider and the directory can no longer manage people with this domain. These people sign in with their passwords again. '}
      To add the domain again, you need a new TXT record.
    </ConfirmDialog>
  );
}

function AddDomain({ organization }: DomainSectionProps) {
  const add = useAddDomain(organization);
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: (value) => (value.trim() === '' ? 'Enter a domain, such as example.com' : null) },
  });
  const [fault, showFault] = useFormFault(form);
  const onSuccess = () => {
    showFault(undefined);
    form.reset();
  };
  return (
    <form onSubmit={form.onSubmit(({ name }) => add.mutate(name.trim(), { onSuccess, onError: showFault }))} noValidate>
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
