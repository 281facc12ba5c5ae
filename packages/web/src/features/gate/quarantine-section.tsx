import { Button, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Quarantine } from '../../api/types.ts';
import { FaultAlert, QueryStatus, useFormFault } from '../../parts/fault-alert.tsx';
import { Pager } from '../../parts/lists.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import classes from './gate.module.css';
import { PAGE_SIZE, quarantinesQuery, useQuarantine, useRelease } from './use-gate.ts';

interface QuarantineSectionProps {
  readonly organization: string;
  readonly repository: string;
  /** Only owners can put images in quarantine and release them. */
  readonly isOwner: boolean;
}

/** The images of a repository that the gate refuses to everybody. */
export function QuarantineSection({ organization, repository, isOwner }: QuarantineSectionProps) {
  const [page, setPage] = useState(1);
  const query = useQuery(quarantinesQuery(organization, repository, page));
  const release = useRelease(organization, repository);
  const { data } = query;
  return (
    <section>
      <Title order={3} size="h4">
        Quarantine
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        Nobody can pull these images, or an index that contains one of them. Pushes still work.
      </Text>
      <Stack gap="md">
        <QueryStatus query={query} name="the quarantine" height={60} />
        <FaultAlert fault={release.error} />
        {data?.total === 0 && <Text size="sm">No image is in quarantine.</Text>}
        {data && data.total > 0 && (
          <ul className={classes.list}>
            {data.quarantines.map((one) => (
              <li key={`${one.registry} ${one.digest}`} className={classes.row}>
                <div className={classes.held}>
                  {one.reason}
                  <Text size="xs" c="dimmed">
                    {one.digest} in {one.registry}
                  </Text>
                  <Text size="xs" c="dimmed" component="div">
                    {one.madeBy ?? `by the rule ${one.source}`}, <TimeText at={one.createdAt} />
                  </Text>
                </div>
                {isOwner && (
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`Release ${one.digest}`}
                    onClick={() => release.mutate(one)}
                  >
                    Release
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        <Pager total={data?.total ?? 0} pageSize={PAGE_SIZE} page={page} onPage={setPage} noun="images" />
        {isOwner && data && data.registries.length > 0 && (
          <QuarantineForm organization={organization} repository={repository} registries={data.registries} />
        )}
        {data?.registries.length === 0 && (
          <Text size="sm" c="dimmed">
            No registry has a gate that could refuse a pull. The operator of this server can set one up.
          </Text>
        )}
      </Stack>
    </section>
  );
}

interface QuarantineFormProps {
  readonly organization: string;
  readonly repository: string;
  readonly registries: readonly string[];
}

function QuarantineForm({ organization, repository, registries }: QuarantineFormProps) {
  const put = useQuarantine(organization, repository);
  const form = useForm<Pick<Quarantine, 'registry' | 'digest' | 'reason'>>({
    initialValues: { registry: registries[0] ?? '', digest: '', reason: '' },
    validate: {
      digest: (value) => (value.includes(':') ? null : 'Enter a digest, as sha256:…'),
      reason: (value) => (value.trim() === '' ? 'Enter a reason' : null),
    },
  });
  const [fault, showFault] = useFormFault(form);
  const submit = (values: ReturnType<typeof form.getValues>) =>
    put.mutate({ ...values, digest: values.digest.trim() }, { onSuccess: form.reset, onError: showFault });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="xs">
        <FaultAlert fault={fault} />
        {registries.length > 1 && (
          <NativeSelect label="Registry" data={[...registries]} {...form.getInputProps('registry')} />
        )}
        <TextInput
          label="Digest of the image"
          placeholder="sha256:…"
          maxLength={300}
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('digest')}
        />
        <TextInput
          label="Reason"
          description="Shown to anyone who tries to pull the image"
          maxLength={300}
          {...form.getInputProps('reason')}
        />
        <div>
          <Button type="submit" variant="default" loading={put.isPending}>
            Put in quarantine
          </Button>
        </div>
      </Stack>
    </form>
  );
}
