import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Overview } from '../../api/types.ts';
import { SectionHead } from '../../parts/page-head.tsx';
import classes from './overview.module.css';

/** The numbers of tokens. Each number opens the list behind it. */
export function TokenNumbers({ tokens }: Pick<Overview, 'tokens'>) {
  const { active, inactive, expired, expiring, unused, auto, autoKept } = tokens;
  const actions = (
    <Group gap="xs">
      <Button component={Link} to="/account/tokens/new">
        New access token
      </Button>
    </Group>
  );
  return (
    <section>
      <SectionHead title="Access tokens" actions={actions} />
      <div className={classes.numbers}>
        <NumberLink count={active} label="active" search={{ status: 'active' }} />
        <NumberLink
          count={expiring}
          label="expire within 14 days"
          search={{ sort: 'expires', order: 'asc' }}
          isUrgent
        />
        <NumberLink count={unused} label="not used for 90 days" search={{ sort: 'lastUsed', order: 'asc' }} isUrgent />
        <NumberLink count={auto} of={autoKept} label="auto-generated" search={{ origin: 'auto' }} />
        <NumberLink count={inactive + expired} label="inactive or expired" search={{ status: 'inactive' }} />
      </div>
    </section>
  );
}

interface NumberLinkProps {
  readonly count: number;
  /** The largest possible number. */
  readonly of?: number;
  readonly label: string;
  readonly search: object;
  /** Whether the number needs attention if it is not zero. */
  readonly isUrgent?: boolean;
}

function NumberLink({ count, of, label, search, isUrgent = false }: NumberLinkProps): ReactNode {
  return (
    <Link
      to="/account/tokens"
      search={search}
      className={classes.number}
      data-urgent={(isUrgent && count > 0) || undefined}
    >
      <span className={classes.count}>
        {count}
        {of !== undefined && <span className={classes.of}> of {of}</span>}
      </span>
      <span className={classes.label}>{label}</span>
    </Link>
  );
}
