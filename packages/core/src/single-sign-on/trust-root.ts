/**
 * What an organization trusts when it accepts statements of its identity provider. A person who can change it can sign
 * in as any member.
 */
export type TrustRoot =
  | { readonly protocol: 'oidc'; readonly issuer: string; readonly clientId: string }
  | { readonly protocol: 'saml'; readonly entityId: string; readonly certificates: readonly TrustedCertificate[] };

export interface TrustedCertificate {
  /** PEM. */
  readonly certificate: string;
  /** Milliseconds since the epoch. Null if the provider had it from the beginning. */
  readonly addedAt: number | null;
}

/**
 * An added certificate does not count for people who were connected earlier until this time has passed. They get a mail
 * at once. Otherwise an owner could add a key of their own and sign in as any member a moment later (attack 43).
 */
export const CERTIFICATE_WAIT_SECONDS = 7 * 86_400;

/**
 * The provider after a change. Undefined if it is another provider: then everyone whom the former one connected must
 * prove the link again. It counts as the same provider while it keeps one certificate that already counts for
 * everybody.
 */
export function continuedRoot(before: TrustRoot, after: TrustRoot, now: number): TrustRoot | undefined {
  if (before.protocol === 'oidc' || after.protocol === 'oidc') return isSameClient(before, after) ? after : undefined;
  if (before.entityId !== after.entityId) return undefined;
  const known = new Map(before.certificates.map((one) => [one.certificate, one]));
  const certificates = after.certificates.map(
    ({ certificate }) => known.get(certificate) ?? { certificate, addedAt: now },
  );
  const isKept = certificates.some((one) => known.has(one.certificate) && isSettled(one, now));
  return isKept ? { ...after, certificates } : undefined;
}

function isSameClient(before: TrustRoot, after: TrustRoot): boolean {
  if (before.protocol !== 'oidc' || after.protocol !== 'oidc') return false;
  return before.issuer === after.issuer && before.clientId === after.clientId;
}

function isSettled({ addedAt }: TrustedCertificate, now: number): boolean {
  return addedAt === null || now - addedAt >= CERTIFICATE_WAIT_SECONDS * 1000;
}

/**
 * Whether a statement counts for a link that was made at that time. `signedBy` is the certificate whose key signed it,
 * or undefined if it is not a single one. Statements of OpenID providers are checked with the keys of their issuer.
 */
export function speaksFor(
  root: TrustRoot,
  link: { readonly createdAt: number },
  signedBy: string | undefined,
  now: number,
): boolean {
  if (root.protocol === 'oidc') return true;
  const signer = root.certificates.find(({ certificate }) => certificate === signedBy);
  if (!signer) return false;
  return isSettled(signer, now) || link.createdAt >= (signer.addedAt ?? 0);
}
