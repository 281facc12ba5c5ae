import type { OrganizationPolicy } from '../organizations/organization-policy.ts';
import { IMAGE_MEASURES, type ImageMeasure } from '../organizations/policy-rules.ts';
import type { ImageVerdict, Infection, Unscanned } from './verdict.ts';
import {
  SEVERITIES,
  type Severity,
  severityRank,
  type Vulnerability,
  type VulnerabilityReport,
} from './vulnerability.ts';

/** What an owner can accept in a repository. */
export const FINDING_KINDS = ['malware', 'not-scanned', 'vulnerability'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** One finding of a scan, the same in every image of a repository. */
export interface Finding {
  readonly kind: FindingKind;
  /** The signature, or the id of the vulnerability. Empty for what was not scanned. */
  readonly name: string;
  /** The file, or the package. */
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
  /** Null if it was not scanned for vulnerabilities yet. */
  readonly vulnerabilities: VulnerabilityReport | null;
}

/** Why something is done about an image. With equal measures, the first one is the reason. */
const CAUSES = ['infected', 'vulnerable', 'not-scanned'] as const;
export type MeasureCause = (typeof CAUSES)[number];

/** What was last done about an image. */
export interface Measured {
  readonly measure: ImageMeasure;
  readonly cause: MeasureCause;
  /** The first signature that nobody accepted. Null if no malware was found. */
  readonly signature: string | null;
  /** The most severe vulnerability that the policy is about, and that nobody accepted. */
  readonly severity?: Severity | null;
}

type ImageRules = Pick<
  OrganizationPolicy,
  'infectedImages' | 'unscannedImages' | 'vulnerableImages' | 'vulnerableFrom' | 'vulnerableOnlyFixable'
>;

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
  const severity = openSeverity(findings.vulnerabilities, rules, isAccepted);
  if (severity !== undefined)
    wanted.push({ measure: rules.vulnerableImages, cause: 'vulnerable', signature: known, severity });
  if (hasOpenUnscanned(findings, isAccepted))
    wanted.push({ measure: rules.unscannedImages, cause: 'not-scanned', signature: known });
  return wanted.toSorted((one, other) => rankOf(other.measure) - rankOf(one.measure))[0] ?? null;
}

/** Whether people must be told: more is done than before, or for another reason. */
export function isNews(after: Measured, before: Measured | null): boolean {
  if (after.measure === 'show') return false;
  if (before === null || rankOf(after.measure) > rankOf(before.measure) || after.cause !== before.cause) return true;
  if (after.cause === 'vulnerable' && after.severity && before.severity)
    return severityRank(after.severity) > severityRank(before.severity);
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

/** The most severe vulnerability that the rules are about and nobody accepted. */
function openSeverity(
  report: VulnerabilityReport | null,
  rules: ImageRules,
  isAccepted: (finding: Finding) => boolean,
): Severity | undefined {
  if (report === null) return undefined;
  const { vulnerabilities, counts, fixableCounts } = report;
  const isAsked = ({ severity, fixVersion }: Vulnerability) =>
    severityRank(severity) >= severityRank(rules.vulnerableFrom) && (fixVersion !== '' || !rules.vulnerableOnlyFixable);
  const asked = vulnerabilities.filter(isAsked);
  const open = asked.find(({ id, package: place }) => !isAccepted({ kind: 'vulnerability', name: id, place }));
  if (open) return open.severity;
  // The report lists the most severe, and leaves out others that the rules can be about.
  const all = rules.vulnerableOnlyFixable ? fixableCounts : counts;
  return SEVERITIES.slice(severityRank(rules.vulnerableFrom)).findLast(
    (severity) => all[severity] > asked.filter((one) => one.severity === severity).length,
  );
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
  vulnerabilities,
}: Pick<ImageFindings, 'infections' | 'unscanned' | 'vulnerabilities'>): readonly Finding[] {
  return [
    ...infections.map(({ path, signature }) => ({ kind: 'malware' as const, name: signature, place: path })),
    ...unscanned.map(({ path }) => ({ kind: 'not-scanned' as const, name: '', place: path })),
    ...(vulnerabilities?.vulnerabilities ?? []).map(({ id, package: place }) => {
      return { kind: 'vulnerability' as const, name: id, place };
    }),
  ];
}

/** The text that identifies a finding within a repository. */
export function findingKey({ kind, name, place }: Finding): string {
  return JSON.stringify([kind, name, place]);
}
