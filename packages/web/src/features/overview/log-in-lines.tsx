import { Text } from '@mantine/core';
import { useSession } from '../../api/session.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { RegistryLines } from '../registries/registry-lines.tsx';
import { dockerLoginLine } from '../tokens/secret-panel.tsx';

/** How to log in to each registry. */
export function LogInLines() {
  const { name: loginName } = useSession();
  return (
    <section>
      <SectionHead title="Log in to the registry">
        With the browser, or with an access token as the password.
      </SectionHead>
      <RegistryLines>
        {(registryHost) => (
          <>
            <CopyField name="the login line with the browser" text={`lanyard login ${registryHost}`} />
            <CopyField name="the login line" text={dockerLoginLine({ registryHost, loginName })} />
            <Text size="sm" c="dimmed">
              For podman or skopeo, replace docker in the second line.
            </Text>
          </>
        )}
      </RegistryLines>
    </section>
  );
}
