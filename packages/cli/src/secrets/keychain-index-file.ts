/** One file for each keychain tells what is in it, without secrets: keychains differ in what they can list. */
export function keychainIndexFile(name: string): string {
  return `keychain-${name}.json`;
}
