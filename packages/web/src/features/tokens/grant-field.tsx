import { Button, Checkbox, Group, Input, Radio, Stack, TagsInput, Text } from '@mantine/core';
import type { Action } from '../../api/types.ts';
import {
  actionsTicked,
  allGrantsOf,
  describeGrants,
  type GrantChoice,
  grantChoiceFault,
  isChosen,
  PRESETS,
} from './grants.ts';

const ACTIONS: readonly { readonly value: Action; readonly label: string; readonly description: string }[] = [
  { value: 'pull', label: 'Pull', description: 'Download images and list tags' },
  {
    value: 'push',
    label: 'Push',
    description: 'Upload images and set tags. Includes pull: registries ask for both in every upload',
  },
  {
    value: 'delete',
    label: 'Delete',
    description: 'Delete images and tags. skopeo, oras and regctl also need pull for that',
  },
];

interface GrantFieldProps {
  readonly value: GrantChoice;
  readonly onChange: (value: GrantChoice) => void;
  readonly error?: string | undefined;
  /** Suggested names and patterns. */
  readonly repositories: readonly string[];
  /** False if the token can only be for named repositories. */
  readonly withReach?: boolean;
  /** True if the token can get the right to list all repositories. */
  readonly withCatalog?: boolean;
  /** False if a summary beside the form says what the token can do. */
  readonly withSummary?: boolean;
}

/** Which repositories, and which actions there. Push includes pull. */
export function GrantField({
  value,
  onChange,
  error,
  repositories,
  withReach = true,
  withCatalog = false,
  withSummary = true,
}: GrantFieldProps) {
  const isNamed = value.reach === 'named';
  // Shows the fault beside the field that must change.
  const isOfActions = value.actions.length === 0 && grantChoiceFault({ ...value, actions: ['pull'] }) === null;
  const isOfRepositories = isNamed && !isOfActions;
  return (
    <Stack gap="md">
      {withReach && <Presets value={value} onChange={onChange} />}
      {withReach && <ReachChoice value={value} onChange={onChange} />}
      {isNamed && (
        <TagsInput
          label="Repositories"
          description="A name like acme/app, or a pattern like acme/* or acme/team-*. Press Enter to add it."
          placeholder={value.patterns.length === 0 ? 'acme/app' : ''}
          data={[...repositories]}
          value={[...value.patterns]}
          onChange={(patterns) => onChange({ ...value, patterns: patterns.map((text) => text.trim().toLowerCase()) })}
          error={isOfRepositories && error}
          acceptValueOnBlur
          splitChars={[',', ' ']}
        />
      )}
      <Checkbox.Group
        label="Actions"
        error={!isOfRepositories && error}
        value={[...value.actions]}
        onChange={(ticked) => onChange({ ...value, actions: actionsTicked(value.actions, ticked as Action[]) })}
      >
        <Group gap="xl" mt="xs" align="flex-start">
          {ACTIONS.map((action) => (
            <Checkbox key={action.value} {...action} disabled={value.reach === 'public' && action.value !== 'pull'} />
          ))}
        </Group>
      </Checkbox.Group>
      {withCatalog && (
        <Checkbox
          label="List all repositories of the registry"
          description="For administrators. In zot it also opens the metrics, if they are on"
          checked={value.catalog ?? false}
          onChange={(event) => onChange({ ...value, catalog: event.currentTarget.checked })}
        />
      )}
      {withSummary && (
        <Text role="status" fw={500}>
          {describeGrants(allGrantsOf(value))}
        </Text>
      )}
    </Stack>
  );
}

function Presets({ value, onChange }: Pick<GrantFieldProps, 'value' | 'onChange'>) {
  return (
    <Input.Wrapper label="Permissions" labelElement="div" description="Start with a preset, or choose below">
      <Group gap="xs" mt="xs" role="group" aria-label="Presets">
        {PRESETS.map(({ label, choice }) => {
          const isPressed = isChosen(choice, value);
          const variant = isPressed ? 'light' : 'default';
          return (
            <Button key={label} variant={variant} size="xs" aria-pressed={isPressed} onClick={() => onChange(choice)}>
              {label}
            </Button>
          );
        })}
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
    <Radio.Group label="Repository access" value={value.reach} onChange={change}>
      <Stack gap="xs" mt="xs">
        <Radio value="all" label="All repositories that you can access, including future ones" />
        <Radio value="named" label="Only selected repositories" />
        <Radio value="public" label="Only public repositories" />
      </Stack>
    </Radio.Group>
  );
}
