import { Button, Group, Stack, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { Organization } from '../../../api/types.ts';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { showFormFault } from '../../../parts/form-fault.ts';
import classes from './policy.module.css';
import { RULE_GROUPS } from './policy-rules.ts';
import { changesOf, type PolicyValues, valuesOf } from './policy-values.ts';
import { RuleField } from './rule-field.tsx';
import { useChangePolicy } from './use-change-policy.ts';

interface PolicyFormProps {
  readonly organization: Organization;
}

export function PolicyForm({ organization: { name, policy } }: PolicyFormProps) {
  const [fault, setFault] = useState<unknown>();
  const change = useChangePolicy(name);
  const form = useForm<PolicyValues>({ initialValues: valuesOf(policy) });
  const submit = (values: PolicyValues) =>
    change.mutate(changesOf(policy, values), {
      onSuccess: (changed) => {
        setFault(undefined);
        form.setValues(valuesOf(changed.policy));
        notifications.show({ message: 'The policy is saved, and binds from now on.' });
      },
      onError: (error) => setFault(showFormFault(form, error)),
    });
  return (
    <form onSubmit={form.onSubmit(submit)} className={classes.sheet} noValidate>
      <Stack gap="xl">
        <FaultAlert fault={fault} />
        {RULE_GROUPS.map(({ title, rules }) => (
          <section key={title}>
            <Title order={3} size="h4" mb="sm">
              {title}
            </Title>
            <Stack gap="lg">
              {rules.map((rule) => (
                <RuleField key={rule} rule={rule} form={form} />
              ))}
            </Stack>
          </section>
        ))}
        <Group>
          <Button type="submit" loading={change.isPending}>
            Save the policy
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
