import { Checkbox, Group, NumberInput, Radio, Switch } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { DurationField } from './duration-field.tsx';
import classes from './policy.module.css';
import { POLICY_RULES } from './policy-rules.ts';
import type { PolicyValues } from './policy-values.ts';

interface RuleFieldProps {
  readonly rule: keyof PolicyValues;
  readonly form: UseFormReturnType<PolicyValues>;
}

/** The field that fits the rule's kind. */
export function RuleField({ rule, form }: RuleFieldProps) {
  const { label, explanation, whenEmpty } = POLICY_RULES[rule];
  const description = whenEmpty === undefined ? explanation : `${explanation} Empty: ${whenEmpty}.`;
  const error = form.errors[rule] as string | undefined;
  const props = { label, description, error };
  switch (rule) {
    case 'maximumTokenLifetimeSeconds':
    case 'signInIdleSeconds':
    case 'signInLifetimeSeconds':
      return (
        <DurationField
          {...props}
          value={form.getValues()[rule]}
          onChange={(value) => form.setFieldValue(rule, value)}
        />
      );
    case 'tokenActions':
    case 'autoTokenActions':
      return (
        <Checkbox.Group {...props} {...form.getInputProps(rule)}>
          <Group gap="xl" mt="xs">
            <Checkbox value="pull" label="Pull" />
            <Checkbox value="push" label="Push" />
            <Checkbox value="delete" label="Delete" />
          </Group>
        </Checkbox.Group>
      );
    case 'autoTokensKept':
      return (
        <NumberInput
          {...props}
          classNames={{ wrapper: classes.number ?? '' }}
          min={1}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          {...form.getInputProps(rule)}
        />
      );
    case 'passwordAtRegistry':
    case 'membersCreateRepositories':
      return <Switch {...props} {...form.getInputProps(rule, { type: 'checkbox' })} />;
    case 'defaultVisibility':
      return (
        <Radio.Group {...props} {...form.getInputProps(rule)}>
          <Group gap="xl" mt="xs">
            <Radio value="private" label="Private" />
            <Radio value="public" label="Public" />
          </Group>
        </Radio.Group>
      );
  }
}
