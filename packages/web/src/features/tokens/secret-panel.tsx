import { Stack, Tabs, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyField, SecretField } from '../../parts/copy-field.tsx';
import { RegistryLines } from '../registries/registry-lines.tsx';

interface SecretPanelProps {
  readonly secret: string;
  /** The name for the login, of an account or an organization. */
  readonly loginName: string;
  readonly children?: ReactNode;
}

/** Shows a secret and how to use it. It is shown only once. */
export function SecretPanel({ secret, loginName, children }: SecretPanelProps) {
  return (
    <Stack gap="lg">
      <SecretField name="the access token" text={secret} />
      <section>
        <Title order={2} mb="xs">
          How to use it
        </Title>
        <RegistryLines>{(registryHost) => <UseTabs registryHost={registryHost} loginName={loginName} />}</RegistryLines>
      </section>
      {children}
    </Stack>
  );
}

function UseTabs(place: Place) {
  return (
    <Tabs defaultValue="docker" keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="docker">Terminal</Tabs.Tab>
        <Tabs.Tab value="github">GitHub Actions</Tabs.Tab>
        <Tabs.Tab value="gitlab">GitLab CI</Tabs.Tab>
        <Tabs.Tab value="kubernetes">Kubernetes</Tabs.Tab>
        <Tabs.Tab value="compose">Compose</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="docker" pt="md">
        <CopyField name="the login line" text={dockerLoginLine(place)} />
        <Text size="sm" c="dimmed" mt="xs">
          Paste the access token when docker asks for the password. In a script, add --password-stdin and pipe the token
          in. For podman or skopeo, replace docker in this line.
        </Text>
      </Tabs.Panel>
      <Tabs.Panel value="github" pt="md">
        <CopyField name="the step for GitHub Actions" text={gitHubActionsSnippet(place)} />
        <Text size="sm" c="dimmed" mt="xs">
          Save the access token as the secret REGISTRY_TOKEN of your GitHub repository.
        </Text>
      </Tabs.Panel>
      <Tabs.Panel value="gitlab" pt="md">
        <CopyField name="the job for GitLab CI" text={gitLabSnippet(place)} />
        <Text size="sm" c="dimmed" mt="xs">
          Save the access token as the masked variable REGISTRY_TOKEN of your GitLab project.
        </Text>
      </Tabs.Panel>
      <Tabs.Panel value="kubernetes" pt="md">
        <CopyField name="the command for Kubernetes" text={kubernetesSnippet(place)} />
        <Text size="sm" c="dimmed" mt="xs">
          The first line waits until you paste the access token, so that the token is not in the shell history. Then add
          the secret to imagePullSecrets.
        </Text>
      </Tabs.Panel>
      <Tabs.Panel value="compose" pt="md">
        <CopyField name="the commands for Compose" text={composeSnippet(place)} />
        <Text size="sm" c="dimmed" mt="xs">
          docker compose uses the login of docker on the same machine. Paste the access token when docker asks for the
          password.
        </Text>
      </Tabs.Panel>
    </Tabs>
  );
}

interface Place {
  /** The address for docker login. */
  readonly registryHost: string;
  readonly loginName: string;
}

/** Without the secret, because other people can read a shell's history. */
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

function gitLabSnippet({ registryHost, loginName }: Place): string {
  return [
    'build:',
    '  image: docker:29',
    '  services: [docker:29-dind]',
    '  script:',
    `    - printf '%s' "$REGISTRY_TOKEN" | docker login ${registryHost} -u ${loginName} --password-stdin`,
    `    - docker build --push -t ${registryHost}/${loginName}/app .`,
  ].join('\n');
}

function composeSnippet(place: Place): string {
  return [dockerLoginLine(place), 'docker compose pull', 'docker compose up --detach'].join('\n');
}

/** printf is part of the shell, so the token is in no list of processes. */
function kubernetesSnippet({ registryHost, loginName }: Place): string {
  return [
    'read -rs REGISTRY_TOKEN',
    `printf '{"auths":{"${registryHost}":{"username":"${loginName}","password":"%s"}}}' "$REGISTRY_TOKEN" |`,
    '  kubectl create secret generic registry-token --type=kubernetes.io/dockerconfigjson \\',
    '    --from-file=.dockerconfigjson=/dev/stdin',
  ].join('\n');
}
