import { stricterRules } from '@lanyard/core/organizations/member-terms';
import { POLICY_GROUPS, type PolicyRuleName } from '@lanyard/core/organizations/policy-rules';
import { Button, Group, Stack, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, client } from '../../../api/client.ts';
import type { Organization, OrganizationPolicy } from '../../../api/types.ts';
import { useDialog } from '../../../parts/dialogs.tsx';
import { FaultAlert, useFormFault } from '../../../parts/fault-alert.tsx';
import classes from '../organizations.module.css';
import { useOrganizationChange } from '../use-organization.ts';
import { LifetimePreview, lifetimePreviewQuery } from './lifetime-preview.tsx';
import { changesOf, type PolicyGroup, type PolicyValues, rulesOf, validationOf, valuesOf } from './policy-values.ts';
import { RuleField } from './rule-field.tsx';

interface PolicyFormProps {
  readonly organization: Organization;
  /** The rules to change here. */
  readonly groups: readonly PolicyGroup[];
  /** What has to be done before a rule can be set. */
  readonly obstacles?: { readonly [Name in PolicyRuleName]?: string | undefined };
  /** The text of the button, as "Save policy". */
  readonly action: string;
}

export function PolicyForm({ organization: { name, policy }, groups, obstacles = {}, action }: PolicyFormProps) {
  const [before, setBefore] = useState(() => valuesOf(policy, groups));
  const change = useChangePolicy(name);
  const form = useForm<PolicyValues>({ initialValues: before, validate: validationOf(groups) });
  const [fault, showFault] = useFormFault(form);
  const queryClient = useQueryClient();
  const stopping = useDialog<number>();
  const save = (values: PolicyValues) =>
    change.mutate(changesOf(before, values), {
      onSuccess: (changed) => {
        stopping.close();
        const saved = valuesOf(changed.policy, groups);
        showFault(undefined);
        setBefore(saved);
        form.setValues(saved);
        notifications.show({ message: `Saved. ${effectOf(policy, changed.policy)}` });
      },
      onError: (error) => {
        stopping.close();
        showFault(error);
      },
    });
  const ask = useMutation({
    mutationFn: (seconds: number) => queryClient.fetchQuery(lifetimePreviewQuery(name, seconds)),
    onError: showFault,
  });
  /** What would stop is shown before it does. */
  const submit = (values: PolicyValues) => {
    const seconds = changesOf(before, values).maximumTokenLifetimeSeconds ?? null;
    if (!isShorter(seconds, policy.maximumTokenLifetimeSeconds)) return save(values);
    ask.mutate(seconds, { onSuccess: ({ total }) => (total > 0 ? stopping.open(seconds) : save(values)) });
  };
  return (
    <form onSubmit={form.onSubmit(submit)} className={classes.sheet} noValidate>
      <Stack gap="xl">
        <FaultAlert fault={fault} />
        {groups.map((group) => (
          <section key={group}>
            {groups.length > 1 && (
              <Title order={3} size="h4" mb="sm">
                {POLICY_GROUPS[group]}
              </Title>
            )}
            <Stack gap="lg">
              {rulesOf(group).map((rule) => (
                <RuleField key={rule} name={rule} form={form} before={before[rule]} obstacle={obstacles[rule]} />
              ))}
            </Stack>
          </section>
        ))}
        <Group>
          <Button type="submit" loading={change.isPending || ask.isPending}>
            {action}
          </Button>
        </Group>
      </Stack>
      {stopping.subject !== undefined && (
        <LifetimePreview
          organization={name}
          seconds={stopping.subject}
          action={action}
          isOpen={stopping.isOpen}
          isBusy={change.isPending}
          onClose={stopping.close}
          onConfirm={() => save(form.getValues())}
        />
      )}
    </form>
  );
}

function isShorter(seconds: number | null, than: number | null): seconds is number {
  return seconds !== null && (than === null || seconds < than);
}

/** Rules for whole accounts bind nobody at once. */
function effectOf(before: OrganizationPolicy, after: OrganizationPolicy): string {
  if (stricterRules(before, after).length === 0) return 'The change is in effect now.';
  return 'The change is in effect here now. Members have 7 days to accept it for their accounts.';
}

function useChangePolicy(organization: string) {
  return useOrganizationChange(organization, (body: Partial<OrganizationPolicy>) => {
    const params = { path: { organization } };
    return answerOf(client.PATCH('/api/organizations/{organization}/policy', { params, body }));
  });
}
