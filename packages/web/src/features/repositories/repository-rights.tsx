import { ActionIcon, NativeSelect, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { RepositoryRight, RightHolder } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { RIGHTS } from './describe-right.ts';
import { GiveRight } from './give-right.tsx';
import classes from './repository-rights.module.css';
import { rightsQuery, usePutRight, useRemoveRight } from './use-repositories.ts';

interface RepositoryRightsProps {
  readonly organization: string;
  readonly repository: string;
}

/** Which teams and members were given a right; owners need none. */
export function RepositoryRights({ organization, repository }: RepositoryRightsProps) {
  const { data, error, refetch } = useQuery(rightsQuery(organization, repository));
  const put = usePutRight(organization, repository);
  const remove = useRemoveRight(organization, repository);
  return (
    <section>
      <Title order={3} size="h4">
        Rights
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        What teams and members may do. Owners of the organization may do everything.
      </Text>
      <Stack gap="md">
        <FaultAlert fault={error} onRetry={() => void refetch()} />
        <FaultAlert fault={put.error ?? remove.error} />
        {!data && !error && <Skeleton height={80} aria-label="The rights are being loaded" />}
        {data?.rights.length === 0 && <Text>Nobody else was given a right.</Text>}
        {data && data.rights.length > 0 && (
          <ul className={classes.list}>
            {data.rights.map((holder) => (
              <HolderRow
                key={`${holder.subjectType} ${holder.subject}`}
                holder={holder}
                onChange={(right) => put.mutate({ ...holder, right })}
                onRemove={() => remove.mutate(holder)}
              />
            ))}
          </ul>
        )}
        <GiveRight organization={organization} repository={repository} />
      </Stack>
    </section>
  );
}

interface HolderRowProps {
  readonly holder: RightHolder;
  readonly onChange: (right: RepositoryRight) => void;
  readonly onRemove: () => void;
}

function HolderRow({ holder: { subjectType, subject, right }, onChange, onRemove }: HolderRowProps) {
  return (
    <li className={classes.row}>
      <span className={classes.holder}>
        {subject}{' '}
        <Text span size="xs" c="dimmed">
          {subjectType === 'team' ? 'team' : 'member'}
        </Text>
      </span>
      <NativeSelect
        size="xs"
        className={classes.right ?? ''}
        aria-label={`Right of ${subject}`}
        data={[...RIGHTS]}
        value={right}
        onChange={(event) => onChange(event.currentTarget.value as RepositoryRight)}
      />
      <ActionIcon variant="subtle" color="red" aria-label={`Take the right from ${subject}`} onClick={onRemove}>
        ✕
      </ActionIcon>
    </li>
  );
}
