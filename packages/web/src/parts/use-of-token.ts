interface Place {
  /** As typed at docker login. */
  readonly registryHost: string;
  readonly loginName: string;
}

/** The secret stays out of it: a line in a shell's history is read by others. */
export function dockerLoginLine({ registryHost, loginName }: Place): string {
  return `docker login ${registryHost} -u ${loginName}`;
}

export function gitHubActionsSnippet({ registryHost, loginName }: Place): string {
  return [
    '- uses: docker/login-action@v3',
    '  with:',
    `    registry: ${registryHost}`,
    `    username: ${loginName}`,
    `    password: $${'{{ secrets.REGISTRY_TOKEN }}'}`,
  ].join('\n');
}

/** printf is the shell's own: the token is in no argument list. */
export function kubernetesSnippet({ registryHost, loginName }: Place): string {
  return [
    'read -rs REGISTRY_TOKEN',
    `printf '{"auths":{"${registryHost}":{"username":"${loginName}","password":"%s"}}}' "$REGISTRY_TOKEN" |`,
    '  kubectl create secret generic registry-token --type=kubernetes.io/dockerconfigjson \\',
    '    --from-file=.dockerconfigjson=/dev/stdin',
  ].join('\n');
}
