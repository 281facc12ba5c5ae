/** What a registry token was given for, without any secret: the gate looks at it again at each request. */
export type NamedCredential =
  | { readonly type: 'anonymous' }
  | { readonly type: 'token'; readonly id: string }
  /** `epoch` is another one after every change of the password. */
  | { readonly type: 'password'; readonly account: string; readonly epoch: string };

/** From the claim `credential` of a registry token; undefined for anything else. */
export function readNamedCredential(claim: unknown): NamedCredential | undefined {
  if (typeof claim !== 'object' || claim === null) return undefined;
  const { type, id, account, epoch } = claim as Readonly<Record<string, unknown>>;
  if (type === 'anonymous') return { type };
  if (type === 'token' && typeof id === 'string') return { type, id };
  if (type !== 'password' || typeof account !== 'string' || typeof epoch !== 'string') return undefined;
  return { type, account, epoch };
}
