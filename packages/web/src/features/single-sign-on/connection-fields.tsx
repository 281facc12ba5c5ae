import { Button, Group, Input, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { GroupTeam } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { teamsQuery } from '../organizations/use-organization.ts';
import classes from './single-sign-on.module.css';

/** The properties of the forms for both protocols. */
export interface ConnectionFields<Connection> {
  readonly organization: string;
  /** The current connection. Undefined if there is none with this protocol. */
  readonly connection: Connection | undefined;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

interface GroupTeamsFieldProps<Values> {
  readonly organization: string;
  readonly form: UseFormReturnType<Values>;
  /** Adds a row. */
  readonly onAdd: () => void;
}

/** Which groups of the provider belong to which teams. */
export function GroupTeamsField<Values extends { readonly groupTeams: GroupTeam[] }>({
  organization,
  form,
  onAdd,
}: GroupTeamsFieldProps<Values>) {
  const teams = useQuery(teamsQuery(organization)).data?.teams.map(({ name }) => name) ?? [];
  const rows = form.getValues().groupTeams;
  return (
    <Input.Wrapper
      label="Groups and teams"
      labelElement="div"
      description="At each sign-in, a person joins the teams of their groups and leaves the teams of other groups. You fill teams that are not listed here yourself."
    >
      <Stack gap="xs" mt="xs" role="group" aria-label="Groups and teams">
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no state of its own, only its place in the form.
          <Group key={index} gap="xs" align="flex-start" className={classes.row ?? ''}>
            <TextInput
              className={classes.field ?? ''}
              aria-label={`Group ${index + 1} at the provider`}
              placeholder="Group at the provider"
              maxLength={200}
              autoCapitalize="none"
              spellCheck={false}
              {...form.getInputProps(`groupTeams.${index}.group`)}
            />
            <NativeSelect
              className={classes.field ?? ''}
              aria-label={`Team for group ${index + 1}`}
              data={choicesOf(teams, row.team)}
              {...form.getInputProps(`groupTeams.${index}.team`)}
            />
            <Button
              variant="subtle"
              color="red"
              px="xs"
              aria-label={`Remove group ${index + 1}`}
              onClick={() => form.removeListItem('groupTeams', index)}
            >
              Remove
            </Button>
          </Group>
        ))}
        {teams.length === 0 && (
          <Text size="sm" c="dimmed">
            The organization has no teams yet.{' '}
            <AnchorLink
              to="/organizations/$organization/teams"
              params={{ organization }}
              fz="inherit"
              underline="always"
            >
              Create one
            </AnchorLink>{' '}
            to fill it from a group.
          </Text>
        )}
        <Group>
          <Button size="xs" variant="default" disabled={teams.length === 0} onClick={onAdd}>
            Add a group
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}

/** Includes the chosen team, even if it was deleted. */
function choicesOf(teams: readonly string[], chosen: string) {
  const isGone = chosen !== '' && !teams.includes(chosen);
  return [
    { value: '', label: 'Choose a team' },
    ...teams.map((team) => ({ value: team, label: team })),
    ...(isGone ? [{ value: chosen, label: `${chosen} (deleted)` }] : []),
  ];
}

interface ConnectionButtonsProps {
  readonly isNew: boolean;
  readonly isBusy: boolean;
  readonly onClose: () => void;
}

/** The last row of the form. */
export function ConnectionButtons({ isNew, isBusy, onClose }: ConnectionButtonsProps) {
  return (
    <Group>
      <Button type="submit" loading={isBusy}>
        {isNew ? 'Connect' : 'Save connection'}
      </Button>
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
    </Group>
  );
}
