/**
 * How long a new key of ours is published before it signs, and the former one after that: providers read our metadata again
 * once a day, or when somebody gives it to them.
 */
export const SAML_KEY_WAIT_SECONDS = 7 * 86_400;

export interface SamlKeyRoles<Key> {
  /** Signs our requests. */
  readonly signing: Key;
  /** In our metadata, the signing one first. */
  readonly published: readonly Key[];
}

/** Which key does what, by their age alone, so that all servers agree. The keys are never none. */
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
