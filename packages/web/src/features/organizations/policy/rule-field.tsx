import {
  IMAGE_MEASURES,
  type PolicyRuleName,
  policyRule,
  SEVERITY_LIMITS,
} from '@lanyard/core/organizations/policy-rules';
import { isPushWithoutPull } from '@lanyard/core/repositories/repository';
import { Alert, Checkbox, Group, Input, NativeSelect, NumberInput, Radio, Switch } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';
import type { Action } from '../../../api/types.ts';
import { DURATION_UNITS, type Duration, type DurationUnit } from '../../../parts/duration.ts';
import { actionsTicked } from '../../tokens/grants.ts';
import classes from '../organizations.module.css';
import { choicesOf, hintOf, type PolicyValues, placeOf } from './policy-values.ts';

interface RuleFieldProps {
  readonly name: PolicyRuleName;
  readonly form: UseFormReturnType<PolicyValues>;
  /** The value when the form was opened or last saved. */
  readonly before: unknown;
  /** What has to be done before the rule can be set. */
  readonly obstacle: string | undefined;
}

/** The field that fits the kind of the rule. */
export function RuleField({ name, form, before, obstacle }: RuleFieldProps) {
  const rule = policyRule(name);
  // A rule that is set can be ended at any time, whatever is missing for setting it.
  const isSet = before !== false && before !== '';
  const isBlocked = obstacle !== undefined && !isSet;
  const description = <Hint name={name} obstacle={isBlocked ? obstacle : undefined} />;
  const props = { label: rule.label, description, disabled: isBlocked, ...form.getInputProps(name) };
  switch (rule.kind) {
    case 'duration':
      if (!rule.choices) return <DurationField {...props} />;
      return (
        <NativeSelect
          {...props}
          classNames={{ wrapper: classes.choice ?? '' }}
          data={choicesOf(rule, String(before))}
        />
      );
    case 'count':
      return <NumberInput {...props} {...WHOLE_NUMBER} classNames={{ wrapper: classes.number ?? '' }} />;
    case 'actions':
      return (
        <Checkbox.Group
          {...props}
          onChange={(ticked) => props.onChange(actionsTicked(props.value, ticked as Action[]))}
        >
          <Group gap="xl" mt="xs">
            <Checkbox value="pull" label="Pull" />
            <Checkbox value="push" label="Push" />
            <Checkbox value="delete" label="Delete" />
          </Group>
          {isPushWithoutPull(props.value) && (
            <Alert color="yellow" variant="light" mt="xs">
              This was saved before push included pull. No client can push here until you also allow pull.
            </Alert>
          )}
        </Checkbox.Group>
      );
    case 'boolean':
      return <Switch {...props} {...form.getInputProps(name, { type: 'checkbox' })} />;
    case 'visibility':
      return (
        <Radio.Group {...props}>
          <Group gap="xl" mt="xs">
            <Radio value="private" label="Private" />
            <Radio value="public" label="Public" />
          </Group>
        </Radio.Group>
      );
    case 'measure':
    case 'severity':
      return (
        <Radio.Group {...props}>
          <Group gap="xl" mt="xs">
            {Object.entries(rule.kind === 'measure' ? IMAGE_MEASURES : SEVERITY_LIMITS).map(([value, label]) => (
              <Radio key={value} value={value} label={label} />
            ))}
          </Group>
        </Radio.Group>
      );
  }
}

const WHOLE_NUMBER = { min: 1, allowDecimal: false, allowNegative: false, hideControls: true } as const;

function Hint({ name, obstacle }: Pick<RuleFieldProps, 'name' | 'obstacle'>) {
  return (
    <>
      {hintOf(name)} {obstacle !== undefined && <strong>{obstacle}</strong>}{' '}
      <span className={classes.place}>{placeOf(name)}</span>
    </>
  );
}

interface DurationFieldProps {
  readonly label: string;
  readonly description: ReactNode;
  readonly value?: Duration;
  readonly onChange: (value: Duration) => void;
  readonly error?: ReactNode;
}

/** A whole number and its unit; an empty number for no value. */
function DurationField({ label, description, value = NO_DURATION, onChange, error }: DurationFieldProps) {
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <Group gap="xs" mt="xs" role="group" aria-label={label}>
        <NumberInput
          {...WHOLE_NUMBER}
          aria-label={`${label}: number`}
          w={110}
          value={value.amount}
          onChange={(amount) => onChange({ ...value, amount: typeof amount === 'number' ? amount : '' })}
        />
        <NativeSelect
          aria-label={`${label}: unit`}
          w={120}
          data={[...DURATION_UNITS]}
          value={value.unit}
          onChange={(event) => onChange({ ...value, unit: event.currentTarget.value as DurationUnit })}
        />
      </Group>
    </Input.Wrapper>
  );
}

const NO_DURATION: Duration = { amount: '', unit: 'days' };
