import type { OrganizationPolicy } from '../organizations/organization-policy.ts';
import { IMAGE_MEASURES, type ImageMeasure } from '../organizations/policy-rules.ts';
import type { ImageVerdict, Infection, Unscanned } from './verdict.ts';

/** What an owner can accept in a repository. */
export const FINDING_KINDS = ['malware', 'not-scanned'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** One finding of a scan, the same in every image of a repository. */
export interface Finding {
  readonly kind: FindingKind;
  /** The signature. Empty for what was not scanned. */
  readonly name: string;
  /** The file. */
  readonly place: string;
}

/** All that scans say about one image. */
export interface ImageFindings {
  readonly verdict: ImageVerdict;
  /** Those that are listed. The counts include all. */
  readonly infections: readonly Infection[];
  readonly infectionCount: number;
  readonly unscanned: readonly Unscanned[];
  readonly unscannedCount: number;
}

/** Why something is done about an image. With equal measures, the first one is the reason. */
const CAUSES = ['infected', 'not-scanned'] as const;
export type MeasureCause = (typeof CAUSES)[number];

/** What was last done about an image. */
export interface Measured {
  readonly measure: ImageMeasure;
  readonly cause: MeasureCause;
  /** The first signature that nobody accepted. Null if no malware was found. */
  readonly signature: string | null;
}

type ImageRules = Pick<OrganizationPolicy, 'infectedImages' | 'unscannedImages'>;

/**
 * What the policy wants to be done about an image, except for what owners accepted. Null if nothing needs to be done. An
 * image that was infected, and whose state is unknown now, counts as infected (R53).
 */
export function measureOf(
  findings: ImageFindings,
  rules: ImageRules,
  { isAccepted, before }: { readonly isAccepted: (finding: Finding) => boolean; readonly before: Measured | null },
): Measured | null {
  const signature = openSignature(findings, isAccepted);
  const wasInfected = before?.cause === 'infected' && findings.infectionCount === 0 && findings.verdict !== 'clean';
  const known = signature ?? (wasInfected ? before.signature : null);
  const wanted: Measured[] = [];
  if (known !== null) wanted.push({ measure: rules.infectedImages, cause: 'infected', signature: known });
  if (hasOpenUnscanned(findings, isAccepted))
    wanted.push({ measure: rules.unscannedImages, cause: 'not-scanned', signature: known });
  return wanted.toSorted((one, other) => rankOf(other.measure) - rankOf(one.measure))[0] ?? null;
}

/** Whether people must be told: more is done than before, or for another reason. */
export function isNews(after: Measured, before: Measured | null): boolean {
  if (after.measure === 'show') return false;
  if (before === null || rankOf(after.measure) > rankOf(before.measure) || after.cause !== before.cause) return true;
  return after.cause === 'infected' && after.signature !== before.signature;
}

function rankOf(measure: ImageMeasure): number {
  return Object.keys(IMAGE_MEASURES).indexOf(measure);
}

/** What is not listed cannot be accepted, so it stays open. */
function openSignature(
  { infections, infectionCount }: ImageFindings,
  isAccepted: (finding: Finding) => boolean,
): string | null {
  const open = infections.find(({ path, signature }) => !isAccepted({ kind: 'malware', name: signature, place: path }));
  if (open) return open.signature;
  return infectionCount > infections.length ? (infections[0]?.signature ?? 'unknown') : null;
}

function hasOpenUnscanned(
  { verdict, unscanned, unscannedCount }: ImageFindings,
  isAccepted: (finding: Finding) => boolean,
): boolean {
  // Such as an artifact without layers.
  if (unscannedCount === 0) return verdict === 'not-scanned';
  return (
    unscannedCount > unscanned.length ||
    unscanned.some(({ path }) => !isAccepted({ kind: 'not-scanned', name: '', place: path }))
  );
}

/** The findings that an owner can accept. */
export function findingsOf({
  infections,
  unscanned,
}: Pick<ImageFindings, 'infections' | 'unscanned'>): readonly Finding[] {
  return [
    ...infections.map(({ path, signature }) => ({ kind: 'malware' as const, name: signature, place: path })),
    ...unscanned.map(({ path }) => ({ kind: 'not-scanned' as const, name: '', place: path })),
  ];
}

/** The text that identifies a finding within a repository. */
export function findingKey({ kind, name, place }: Finding): string {
  return JSON.stringify([kind, name, place]);
}
