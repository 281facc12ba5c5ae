import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useDidUpdate, useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { ConnectionSummary } from './connection-summary.tsx';
import classes from './single-sign-on.module.css';
import { singleSignOnQuery } from './use-single-sign-on.ts';

interface ProviderSectionProps {
  readonly organization: string;
}

/** Where the members sign in, if not here. */
export function ProviderSection({ organization }: ProviderSectionProps) {
  const { data, error, refetch } = useQuery(singleSignOnQuery(organization));
  const [isEditing, editing] = useDisclosure();
  const place = useRef<HTMLElement>(null);
  // The button that was pressed is gone; who uses the keyboard goes on here.
  useDidUpdate(() => place.current?.focus(), [isEditing]);
  return (
    <section ref={place} tabIndex={-1} aria-label="Identity provider">
      <SectionHead title="Identity provider">
        Members sign in there, in a browser and from command lines. Whoever signs in for the first time gets an account
        and becomes a member.
      </SectionHead>
      <Stack className={classes.sheet ?? ''}>
        <FaultAlert fault={error} onRetry={() => void refetch()} />
        {!data && !error && <Skeleton height={120} aria-label="The identity provider is being loaded" />}
        {data && isEditing && <ConnectionForm organization={organization} signOn={data} onClose={editing.close} />}
        {data && !isEditing && data.connection === null && <NotConnected onConnect={editing.open} />}
        {data && !isEditing && data.connection !== null && (
          <ConnectionSummary
            organization={organization}
            signOn={data}
            connection={data.connection}
            onChange={editing.open}
          />
        )}
      </Stack>
    </section>
  );
}

function NotConnected({ onConnect }: { readonly onConnect: () => void }) {
  return (
    <Group gap="md">
      <Text size="sm" c="dimmed">
        None is connected: members sign in with a password or a passkey.
      </Text>
      <Button onClick={onConnect}>Connect a provider</Button>
    </Group>
  );
}
