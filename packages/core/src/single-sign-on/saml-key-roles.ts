/**
 * How long a new key is published before it signs, and how long the old key stays published after that. Providers read
 * our metadata about once a day, or when somebody uploads it.
 */
export const SAML_KEY_WAIT_SECONDS = 7 * 86_400;

export interface SamlKeyRoles<Key> {
  /** The key that signs our requests. */
  readonly signing: Key;
  /** The keys in our metadata, the signing key first. */
  readonly published: readonly Key[];
}

/** Decides the role of each key only by its age, so that all servers agree. There is always at least one key. */
export function samlKeyRoles<Key extends { readonly createdAt: number }>(
  keys: readonly [Key, ...Key[]],
  now: number,
): SamlKeyRoles<Key> {
  const oldestFirst = [...keys].sort((one, other) => one.createdAt - other.createdAt);
  const signsFrom = (index: number) => (index === 0 ? 0 : (oldestFirst[index]?.createdAt ?? 0) + WAIT_MILLISECONDS);
  const at = oldestFirst.findLastIndex((_key, index) => signsFrom(index) <= now);
  const signing = oldestFirst[at] ?? keys[0];
  const isFormerShown = at > 0 && now < signsFrom(at) + WAIT_MILLISECONDS;
  const others = oldestFirst.filter((_key, index) => index > at || (isFormerShown && index === at - 1));
  return { signing, published: [signing, ...others] };
}

const WAIT_MILLISECONDS = SAML_KEY_WAIT_SECONDS * 1000;
