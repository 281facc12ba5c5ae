/** Where programs are, where this account keeps files, how to reach the internet, and the scanners' own settings. */
const NAMES =
  /^(?:PATH|HOME|TMPDIR|XDG_CACHE_HOME|XDG_CONFIG_HOME|LANG|https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY|SSL_CERT_FILE|SSL_CERT_DIR|(?:TRIVY|GRYPE)_.*)$/;

/** What a scanner may see of the environment. The settings of this server have secrets, so they are not in it. */
export function scannerEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const seen = Object.entries(environment).filter(([name]) => NAMES.test(name));
  return Object.fromEntries(seen.map(([name, value = '']) => [name, value]));
}
