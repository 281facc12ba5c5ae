import { Group, Input, NativeSelect, NumberInput } from '@mantine/core';
import { DURATION_UNITS, type Duration, type DurationUnit } from './duration.ts';

interface DurationFieldProps {
  readonly label: string;
  readonly description: string;
  readonly value: Duration;
  readonly onChange: (value: Duration) => void;
  readonly error?: string | undefined;
}

/** A whole number of some unit; empty for none. */
export function DurationField({ label, description, value, onChange, error }: DurationFieldProps) {
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      <Group gap="xs" mt="xs" role="group" aria-label={label}>
        <NumberInput
          aria-label={`${label}: number`}
          w={110}
          min={1}
          allowDecimal={false}
          allowNegative={false}
          hideControls
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
