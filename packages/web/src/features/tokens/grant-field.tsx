import { Button, Checkbox, Group, Input, Radio, Stack, TagsInput, Text } from '@mantine/core';
import type { Action } from '../../api/types.ts';
import { describeGrants, type GrantChoice, grantsOf, PRESETS } from './grants.ts';

const ACTIONS: readonly { readonly value: Action; readonly label: string; readonly description: string }[] = [
  { value: 'pull', label: 'Pull', description: 'Download images and list tags' },
  { value: 'push', label: 'Push', description: 'Upload images and move tags' },
  { value: 'delete', label: 'Delete', description: 'Remove images and tags' },
];

interface GrantFieldProps {
  readonly value: GrantChoice;
  readonly onChange: (value: GrantChoice) => void;
  readonly error?: string | undefined;
  /** Names and patterns to choose from while typing. */
  readonly repositories: readonly string[];
  /** Left out where only named repositories can be meant. */
  readonly withReach?: boolean;
}

/** Which repositories, and what there; each action by itself. */
export function GrantField({ value, onChange, error, repositories, withReach = true }: GrantFieldProps) {
  const isNamed = value.reach === 'named';
  return (
    <Stack gap="md">
      {withReach && <Presets onChange={onChange} />}
      {withReach && <ReachChoice value={value} onChange={onChange} />}
      {isNamed && (
        <TagsInput
          label="Repositories"
          description="A name as acme/app, or a pattern as acme/* or acme/team-*; Enter adds it"
          placeholder={value.patterns.length === 0 ? 'acme/app' : ''}
          data={[...repositories]}
          value={[...value.patterns]}
          onChange={(patterns) => onChange({ ...value, patterns: patterns.map((text) => text.trim().toLowerCase()) })}
          acceptValueOnBlur
          splitChars={[',', ' ']}
        />
      )}
      <Checkbox.Group
        label="Actions"
        value={[...value.actions]}
        onChange={(actions) => onChange({ ...value, actions: actions as Action[] })}
      >
        <Group gap="xl" mt="xs" align="flex-start">
          {ACTIONS.map((action) => (
            <Checkbox key={action.value} {...action} disabled={value.reach === 'public' && action.value !== 'pull'} />
          ))}
        </Group>
      </Checkbox.Group>
      {error && <Input.Error role="alert">{error}</Input.Error>}
      <Text role="status" fw={500}>
        {describeGrants(grantsOf(value))}
      </Text>
    </Stack>
  );
}

function Presets({ onChange }: Pick<GrantFieldProps, 'onChange'>) {
  return (
    <Input.Wrapper label="What it may do" labelElement="div" description="Begin with one of these, or choose below">
      <Group gap="xs" mt="xs" role="group" aria-label="Shortcuts">
        {PRESETS.map(({ label, choice }) => (
          <Button key={label} variant="default" size="xs" onClick={() => onChange(choice)}>
            {label}
          </Button>
        ))}
      </Group>
    </Input.Wrapper>
  );
}

function ReachChoice({ value, onChange }: Pick<GrantFieldProps, 'value' | 'onChange'>) {
  const change = (reach: string) =>
    onChange({
      ...value,
      reach: reach as GrantChoice['reach'],
      actions: reach === 'public' ? ['pull'] : value.actions,
    });
  return (
    <Radio.Group label="Reach" value={value.reach} onChange={change}>
      <Stack gap="xs" mt="xs">
        <Radio value="all" label="All repositories that I may reach, today and later" />
        <Radio value="named" label="Named repositories only" />
        <Radio value="public" label="Public repositories only" />
      </Stack>
    </Radio.Group>
  );
}
