import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { EmptyState, SectionHead } from '../../parts/page-head.tsx';
import { AddRegistry } from './add-registry.tsx';
import { registriesQuery } from './registries-query.ts';
import { RegistryCard } from './registry-card.tsx';

/** The registries of the server: their addresses, whether they work, and what to do. */
export function RegistriesPage() {
  const query = useQuery(registriesQuery);
  const registries = query.data?.registries;
  const [isAdding, adding] = useDisclosure();
  return (
    <section>
      <SectionHead title="Registries" actions={<Button onClick={adding.open}>Add registry</Button>}>
        This server issues tokens for these registries. The pages show their addresses in docker login and docker pull
        lines, and lanyard login works only for these addresses.
      </SectionHead>
      <QueryStatus query={query} name="registries" height={320} />
      {registries?.length === 0 && (
        <EmptyState title="No registries yet">Add the registry that people push to and pull from.</EmptyState>
      )}
      <Stack maw={832}>
        {registries?.map((registry) => (
          <RegistryCard key={registry.name} registry={registry} />
        ))}
      </Stack>
      <AddRegistry isOpen={isAdding} onClose={adding.close} />
    </section>
  );
}
