import { Badge, Group, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { Grant } from '../../api/types.ts';
import { permissionsOf } from './grants.ts';
import classes from './tokens.module.css';

const SHOWN_AT_FIRST = 2;

/**
 * The permissions of a token, with a chip for each repository or pattern. If there are many, some are hidden at first.
 */
export function PermissionChips({ grants }: { readonly grants: readonly Grant[] }) {
  const [isOpen, setOpen] = useState(false);
  const all = permissionsOf(grants);
  const shown = isOpen ? all : all.slice(0, SHOWN_AT_FIRST);
  const more = all.length - shown.length;
  if (all.length === 0) return 'None';
  return (
    <Group gap={4} className={classes.chips ?? ''}>
      {shown.map(({ where, what }) => (
        <Badge
          key={`${where} ${what}`}
          variant="default"
          radius="sm"
          tt="none"
          fw={400}
          classNames={{ root: classes.chip ?? '', label: classes.chipText ?? '' }}
        >
          <strong>{what}</strong> {where}
        </Badge>
      ))}
      {more > 0 && (
        <UnstyledButton className={classes.more ?? ''} aria-label={`Show ${more} more`} onClick={() => setOpen(true)}>
          +{more}
        </UnstyledButton>
      )}
    </Group>
  );
}
