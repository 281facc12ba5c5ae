import { Button, Group, NativeSelect, Stack, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { Domain, Organization, SingleSignOn } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { showFormFault } from '../../parts/form-fault.ts';
import { POLICY_RULES, type SIGN_IN_RULES } from '../organizations/policy/policy-rules.ts';
import { useChangePolicy } from '../organizations/policy/use-change-policy.ts';
import { type RuleValues, recheckChoices, ruleChangesOf, ruleValuesOf, tokenSignOnChoices } from './rule-values.ts';
import classes from './sign-in.module.css';
import { whyNotRequired } from './why-not-required.ts';

interface RuleFormProps {
  readonly organization: Organization;
  readonly domains: readonly Domain[];
  readonly signOn: SingleSignOn;
}

export function RuleForm({ organization: { name, policy }, domains, signOn }: RuleFormProps) {
  const [fault, setFault] = useState<unknown>();
  /** As the form began, or was saved last. */
  const [before, setBefore] = useState(() => ruleValuesOf(policy));
  const change = useChangePolicy(name);
  const form = useForm<RuleValues>({ initialValues: before });
  const submit = (values: RuleValues) =>
    change.mutate(ruleChangesOf(before, values), {
      onSuccess: (changed) => {
        const saved = ruleValuesOf(changed.policy);
        setFault(undefined);
        setBefore(saved);
        form.setValues(saved);
        notifications.show({ message: 'The rules are saved, and bind from now on.' });
      },
      onError: (error) => setFault(showFormFault(form, error)),
    });
  const field = (rule: (typeof SIGN_IN_RULES)[number], unless?: string) => {
    const { label, explanation } = POLICY_RULES[rule];
    // What is so already can be ended, whatever is missing for it.
    const isSet = before[rule] !== false && before[rule] !== '';
    const isOutOfReach = unless !== undefined && !isSet;
    const reason = (
      <>
        {explanation} <strong>{unless}</strong>
      </>
    );
    return { label, description: isOutOfReach ? reason : explanation, disabled: isOutOfReach };
  };
  const notConnected = signOn.connection === null ? 'Connect an identity provider first.' : undefined;
  return (
    <form onSubmit={form.onSubmit(submit)} className={classes.sheet} noValidate>
      <Stack gap="lg">
        <FaultAlert fault={fault} />
        <Switch
          {...field('requireSecondFactor')}
          {...form.getInputProps('requireSecondFactor', { type: 'checkbox' })}
        />
        <Switch
          {...field('requireSingleSignOn', whyNotRequired(domains, signOn))}
          {...form.getInputProps('requireSingleSignOn', { type: 'checkbox' })}
        />
        <NativeSelect
          classNames={{ wrapper: classes.choice ?? '' }}
          {...field('signOnRecheckSeconds')}
          data={recheckChoices(before.signOnRecheckSeconds)}
          {...form.getInputProps('signOnRecheckSeconds')}
        />
        <NativeSelect
          classNames={{ wrapper: classes.choice ?? '' }}
          {...field('tokenSignOnSeconds', notConnected)}
          data={tokenSignOnChoices(before.tokenSignOnSeconds)}
          {...form.getInputProps('tokenSignOnSeconds')}
        />
        <Group>
          <Button type="submit" loading={change.isPending}>
            Save the rules
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
