import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { SectionHead } from '../../parts/section-head.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { TextToCopy } from '../../parts/text-to-copy.tsx';
import classes from '../single-sign-on/sign-in.module.css';
import { MakeScimToken } from './make-scim-token.tsx';
import { RemoveScimToken } from './remove-scim-token.tsx';

interface DirectorySectionProps {
  readonly organization: string;
}

/** The directory that makes and ends accounts by itself. */
export function DirectorySection({ organization }: DirectorySectionProps) {
  const [secret, setSecret] = useState<string>();
  const [isMaking, making] = useDisclosure();
  const [isRemoving, removing] = useDisclosure();
  return (
    <section>
      <SectionHead title="Directory (SCIM 2.0)">
        A directory, as Okta or Entra ID, makes accounts for people with an address in the verified domains, makes them
        members, and when somebody leaves ends their sign-ins and tokens at once.
      </SectionHead>
      <Stack className={classes.sheet ?? ''}>
        <TextToCopy
          label="Base URL"
          name="the base URL"
          text={`${window.location.origin}/scim/v2/organizations/${organization}`}
        />
        {secret === undefined ? (
          <>
            <Text size="sm">
              The directory signs in with a token of its own. It manages the people of this organization, never an
              administrator of the server, and opens nothing else: no repository, no page.
            </Text>
            <Group gap="xs">
              <Button variant="default" onClick={making.open}>
                Make a token
              </Button>
              <Button variant="outline" color="red" onClick={removing.open}>
                Remove the token
              </Button>
            </Group>
          </>
        ) : (
          <>
            <ShownOnce name="the SCIM token" secret={secret} />
            <Group>
              <Button onClick={() => setSecret(undefined)}>I have stored it</Button>
            </Group>
          </>
        )}
      </Stack>
      <MakeScimToken organization={organization} isOpen={isMaking} onMade={setSecret} onClose={making.close} />
      <RemoveScimToken organization={organization} isOpen={isRemoving} onClose={removing.close} />
    </section>
  );
}
