import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { NewToken } from '../../api/types.ts';
import { SectionHead } from '../../parts/page-head.tsx';
import { OwnersOnly } from '../organizations/owners-only.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { NewOrganizationTokenForm } from './new-organization-token-form.tsx';
import { SecretPanel } from './secret-panel.tsx';

export function NewOrganizationToken() {
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const [made, setMade] = useState<NewToken>();
  if (!organization.isOwner) return <OwnersOnly />;
  if (!made) {
    return (
      <section>
        <SectionHead title="New access token">
          It signs in as {organization.name}, reaches only its repositories, and can do only what is chosen here.
        </SectionHead>
        <NewOrganizationTokenForm
          organization={organization}
          onMade={(token) => {
            setMade(token);
            void queryClient.invalidateQueries({ queryKey: ['tokens'] });
          }}
        />
      </section>
    );
  }
  return (
    <section>
      <SectionHead title={`“${made.token.description}” is made`} />
      <SecretPanel secret={made.secret} loginName={organization.name} registryHost={location.host}>
        <div>
          <Button component={Link} to={`/organizations/${organization.name}/tokens`}>
            I have stored it
          </Button>
        </div>
      </SecretPanel>
    </section>
  );
}
