import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../../api/session.ts';
import type { NewToken } from '../../api/types.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { NewTokenForm } from './new-token-form.tsx';
import { SecretPanel } from './secret-panel.tsx';

export function NewTokenPage() {
  const { name } = useSession();
  const queryClient = useQueryClient();
  const [made, setMade] = useState<NewToken>();
  if (!made) {
    return (
      <>
        <PageHead title="New access token">
          It stands in for your password, and can do no more than you can yourself.
        </PageHead>
        <NewTokenForm
          onMade={(token) => {
            setMade(token);
            void queryClient.invalidateQueries({ queryKey: ['tokens'] });
          }}
        />
      </>
    );
  }
  return (
    <>
      <PageHead title={`“${made.token.description}” is made`} />
      <SecretPanel secret={made.secret} loginName={name} registryHost={location.host}>
        <div>
          <Button component={Link} to="/account/tokens">
            I have stored it
          </Button>
        </div>
      </SecretPanel>
    </>
  );
}
