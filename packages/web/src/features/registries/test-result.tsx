import { List, Stack, Text, VisuallyHidden } from '@mantine/core';
import type { RegistryTest } from '../../api/types.ts';
import classes from './registries.module.css';

/** The result of a connection test, with the faults first. */
export function TestResult({ result: { address, checks } }: { readonly result: RegistryTest }) {
  const failed = checks.filter(({ fault }) => fault !== null);
  const noted = checks.filter(({ fault, note }) => fault === null && note !== null);
  const passed = checks.filter(({ fault, note }) => fault === null && note === null);
  const title =
    failed.length === 0 ? 'The registry works with this server' : `${failed.length} of ${checks.length} checks failed`;
  return (
    <Stack gap="xs" className={classes.result ?? ''} data-failed={failed.length > 0 || undefined} role="status">
      <Text fw={600}>{title}</Text>
      {address !== '' && (
        <Text size="sm" c="dimmed">
          Tested at {address}
        </Text>
      )}
      <List size="sm" spacing={4} listStyleType="none" className={classes.checks ?? ''}>
        {[...failed, ...noted, ...passed].map(({ what, fault, note }) => (
          <List.Item key={what} icon={<Mark isFailed={fault !== null} isNoted={note !== null} />}>
            {sentence(what)}
            {(fault ?? note) !== null && (
              <Text size="sm" c="dimmed">
                {sentence(fault ?? note ?? '')}.
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

function Mark({ isFailed, isNoted }: { readonly isFailed: boolean; readonly isNoted: boolean }) {
  const [kind, sign, word] = isFailed
    ? ['failed', '✕', 'Failed: ']
    : isNoted
      ? ['noted', '!', 'Note: ']
      : ['passed', '✓', 'Passed: '];
  return (
    <>
      <span className={classes.mark} data-kind={kind} aria-hidden="true">
        {sign}
      </span>
      <VisuallyHidden>{word}</VisuallyHidden>
    </>
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
