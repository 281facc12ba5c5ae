import { Text, Title } from '@mantine/core';
import type { TeamRight } from '../../../api/types.ts';
import { AnchorLink } from '../../../parts/anchor-link.tsx';
import { describeRight } from '../../repositories/describe-right.ts';
import { useOrganization } from '../use-organization.ts';
import classes from './team-drawer.module.css';

interface TeamRightsProps {
  /** Null where the reader is not told. */
  readonly rights: readonly TeamRight[] | null;
}

export function TeamRights({ rights }: TeamRightsProps) {
  const { name: organization } = useOrganization();
  if (rights === null) return null;
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        What it may do
      </Title>
      {rights.length === 0 && <Text c="dimmed">Nothing yet: rights are given at the repository.</Text>}
      <ul className={classes.list}>
        {rights.map(({ repository, right }) => (
          <li key={repository}>
            <AnchorLink
              to="/organizations/$organization/repositories"
              params={{ organization }}
              search={{ repository }}
              fz="inherit"
            >
              {repository}
            </AnchorLink>
            <Text span c="dimmed" fz="inherit">
              {describeRight(right)}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}
