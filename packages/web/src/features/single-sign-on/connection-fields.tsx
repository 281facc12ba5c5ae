import { Button, Group, Input, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { GroupTeam } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { teamsQuery } from '../organizations/teams/use-teams.ts';
import classes from './single-sign-on.module.css';

interface GroupTeamsFieldProps<Values> {
  readonly organization: string;
  readonly form: UseFormReturnType<Values>;
  /** A row more. */
  readonly onAdd: () => void;
}

/** Which groups of the provider stand for which teams. */
export function GroupTeamsField<Values extends { readonly groupTeams: GroupTeam[] }>({
  organization,
  form,
  onAdd,
}: GroupTeamsFieldProps<Values>) {
  const teams = useQuery(teamsQuery(organization)).data?.teams.map(({ name }) => name) ?? [];
  const rows = form.getValues().groupTeams;
  return (
    <Input.Wrapper
      label="Teams by group"
      labelElement="div"
      description="Whoever is in none of these groups leaves the team at the next sign-in. Teams that no group stands for are yours to fill."
    >
      <Stack gap="xs" mt="xs" role="group" aria-label="Teams by group">
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the form, and holds nothing of its own.
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
            The organization has no team yet.{' '}
            <AnchorLink
              to="/organizations/$organization/teams"
              params={{ organization }}
              fz="inherit"
              underline="always"
            >
              Make one
            </AnchorLink>{' '}
            to let groups fill it.
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

/** With the team that is chosen, even where it was deleted since. */
function choicesOf(teams: readonly string[], chosen: string) {
  const isGone = chosen !== '' && !teams.includes(chosen);
  return [
    { value: '', label: 'Choose a team' },
    ...teams.map((team) => ({ value: team, label: team })),
    ...(isGone ? [{ value: chosen, label: `${chosen} (there is no such team)` }] : []),
  ];
}

interface ConnectionButtonsProps {
  readonly isNew: boolean;
  readonly isBusy: boolean;
  readonly onClose: () => void;
}

/** What ends the form of either protocol. */
export function ConnectionButtons({ isNew, isBusy, onClose }: ConnectionButtonsProps) {
  return (
    <Group>
      <Button type="submit" loading={isBusy}>
        {isNew ? 'Connect' : 'Save the connection'}
      </Button>
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
    </Group>
  );
}
