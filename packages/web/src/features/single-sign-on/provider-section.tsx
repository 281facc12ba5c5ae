import { Button, Group, Stack, Text } from '@mantine/core';
import { useDidUpdate, useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { ConnectionSummary } from './connection-summary.tsx';
import classes from './single-sign-on.module.css';
import { singleSignOnQuery } from './use-single-sign-on.ts';

interface ProviderSectionProps {
  readonly organization: string;
}

/** The identity provider where members sign in. */
export function ProviderSection({ organization }: ProviderSectionProps) {
  const query = useQuery(singleSignOnQuery(organization));
  const { data } = query;
  const [isEditing, editing] = useDisclosure();
  const place = useRef<HTMLElement>(null);
  // The pressed button is gone, so keyboard users continue at the section.
  useDidUpdate(() => place.current?.focus(), [isEditing]);
  return (
    <section ref={place} tabIndex={-1} aria-label="Identity provider">
      <SectionHead title="Identity provider">
        Members sign in at your identity provider, in browsers and on command lines. People who sign in for the first
        time get an account and become members.
      </SectionHead>
      <Stack className={classes.sheet ?? ''}>
        <QueryStatus query={query} name="the identity provider" height={120} />
        {data && isEditing && (
          <ConnectionForm organization={organization} singleSignOn={data} onClose={editing.close} />
        )}
        {data && !isEditing && data.connection === null && <NotConnected onConnect={editing.open} />}
        {data && !isEditing && data.connection !== null && (
          <ConnectionSummary
            organization={organization}
            singleSignOn={data}
            connection={data.connection}
            onEdit={editing.open}
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
        No identity provider is connected. Members sign in with a password or a passkey.
      </Text>
      <Button onClick={onConnect}>Connect a provider</Button>
    </Group>
  );
}
