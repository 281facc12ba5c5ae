import { Stack, Tabs, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyField, ShownOnce } from '../../parts/copy-field.tsx';

interface SecretPanelProps {
  readonly secret: string;
  /** The name to log in with: of the account or organization. */
  readonly loginName: string;
  readonly registryHost: string;
  readonly children?: ReactNode;
}

/** The one time that a secret is shown, and how to use it. */
export function SecretPanel({ secret, loginName, registryHost, children }: SecretPanelProps) {
  const place = { registryHost, loginName };
  return (
    <Stack gap="lg">
      <ShownOnce name="the access token" secret={secret} />
      <section>
        <Title order={2} mb="xs">
          How to use it
        </Title>
        <Tabs defaultValue="docker" keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="docker">Terminal</Tabs.Tab>
            <Tabs.Tab value="github">GitHub Actions</Tabs.Tab>
            <Tabs.Tab value="kubernetes">Kubernetes</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="docker" pt="md">
            <CopyField label="the login line" text={dockerLoginLine(place)} />
            <Text size="sm" c="dimmed" mt="xs">
              docker asks for the password: paste the access token, or in a script add --password-stdin and pipe it in.
              podman and skopeo take the same line. Put the address of your registry in the place of {registryHost}{' '}
              where it has one of its own.
            </Text>
          </Tabs.Panel>
          <Tabs.Panel value="github" pt="md">
            <CopyField label="the step for GitHub Actions" text={gitHubActionsSnippet(place)} />
            <Text size="sm" c="dimmed" mt="xs">
              Keep the access token as the secret REGISTRY_TOKEN of the GitHub repository.
            </Text>
          </Tabs.Panel>
          <Tabs.Panel value="kubernetes" pt="md">
            <CopyField label="the command for Kubernetes" text={kubernetesSnippet(place)} />
            <Text size="sm" c="dimmed" mt="xs">
              The first line waits for the access token, so that it is in no history. Name the secret under
              imagePullSecrets.
            </Text>
          </Tabs.Panel>
        </Tabs>
      </section>
      {children}
    </Stack>
  );
}

interface Place {
  /** As typed at docker login. */
  readonly registryHost: string;
  readonly loginName: string;
}

/** The secret stays out of it: a line in a shell's history is read by others. */
export function dockerLoginLine({ registryHost, loginName }: Place): string {
  return `docker login ${registryHost} -u ${loginName}`;
}

function gitHubActionsSnippet({ registryHost, loginName }: Place): string {
  return [
    '- uses: docker/login-action@v3',
    '  with:',
    `    registry: ${registryHost}`,
    `    username: ${loginName}`,
    `    password: $${'{{ secrets.REGISTRY_TOKEN }}'}`,
  ].join('\n');
}

/** printf is the shell's own: the token is in no argument list. */
function kubernetesSnippet({ registryHost, loginName }: Place): string {
  return [
    'read -rs REGISTRY_TOKEN',
    `printf '{"auths":{"${registryHost}":{"username":"${loginName}","password":"%s"}}}' "$REGISTRY_TOKEN" |`,
    '  kubectl create secret generic registry-token --type=kubernetes.io/dockerconfigjson \\',
    '    --from-file=.dockerconfigjson=/dev/stdin',
  ].join('\n');
}
