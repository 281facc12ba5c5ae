import { Input, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { describeExpiration, type Expiration, type ExpirationChoice } from './expiration.ts';
import classes from './tokens.module.css';

const CHOICES: readonly { readonly value: ExpirationChoice; readonly label: string }[] = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: 'date', label: 'Custom' },
  { value: 'none', label: 'Never' },
];

interface ExpirationFieldProps {
  readonly value: Expiration;
  readonly onChange: (value: Expiration) => void;
  readonly error?: string | undefined;
}

export function ExpirationField({ value, onChange, error }: ExpirationFieldProps) {
  return (
    <Input.Wrapper
      label="Expiration"
      labelElement="div"
      description={describeExpiration(value, Date.now())}
      error={error}
    >
      <Stack gap="xs" mt="xs" align="flex-start">
        <SegmentedControl
          data={[...CHOICES]}
          value={value.choice}
          aria-label="Expiration"
          classNames={{ label: classes.choice ?? '' }}
          onChange={(choice) => onChange({ ...value, choice: choice as ExpirationChoice })}
        />
        {value.choice === 'date' && (
          <TextInput
            type="date"
            label="Expiration date"
            value={value.date}
            onChange={(event) => onChange({ ...value, date: event.currentTarget.value })}
          />
        )}
      </Stack>
    </Input.Wrapper>
  );
}
