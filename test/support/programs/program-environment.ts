const inherited = ['PATH', 'HOME', 'TMPDIR', 'XDG_RUNTIME_DIR', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'] as const;

/**
 * The environment of a program under test: little of the caller's own, since registries read REGISTRY_*, clients
 * DOCKER_* and CONTAINERS_*, and the product LANYARD_*, which would make a test depend on who runs it.
 */
export function programEnvironment(additions: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), LANG: 'C.UTF-8', ...additions };
}
