import { Alert, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { sessionQuery } from '../../api/session.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { registryHostsQuery } from './registries-query.ts';

/**
 * Replaces the host in lines to copy, until an administrator sets it. It is not a valid host, so nobody reaches a wrong
 * one.
 */
const UNKNOWN_HOST = 'YOUR-REGISTRY';

interface RegistryLinesProps {
  /** The lines to copy, for the registry at this host. */
  readonly children: (host: string) => ReactNode;
}

/** Lines with the registry's address for clients. They never name this server, which has no images. */
export function RegistryLines({ children }: RegistryLinesProps) {
  const query = useQuery(registryHostsQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  if (!query.data) return <QueryStatus query={query} name="the registries" height={80} />;
  const hosts = query.data.registries.flatMap(({ host }) => (host === null ? [] : [host]));
  const [first] = hosts;
  if (first === undefined) {
    return (
      <Stack gap="sm">
        <UnknownHost />
        {children(UNKNOWN_HOST)}
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      {hosts.length > 1 && (
        <Select
          label="Registry"
          data={[...new Set(hosts)]}
          value={chosen ?? first}
          onChange={setChosen}
          maw={400}
          allowDeselect={false}
        />
      )}
      {children(chosen ?? first)}
    </Stack>
  );
}

function UnknownHost() {
  const { data } = useQuery(sessionQuery);
  return (
    <Alert color="yellow" role="status" title="The address of the registry is not known yet">
      Replace {UNKNOWN_HOST} with the address of your registry, such as registry.example.com.{' '}
      {data?.isAdministrator ? (
        <AnchorLink to="/administration/registries" inherit c="inherit" underline="always">
          Set it for everybody
        </AnchorLink>
      ) : (
        'An administrator of this server can set it for everybody.'
      )}
    </Alert>
  );
}
