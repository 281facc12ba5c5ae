import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../src/organizations/organization-policy.ts';
import {
  findingKey,
  findingsOf,
  type ImageFindings,
  isNews,
  type Measured,
  measureOf,
} from '../../src/scans/image-measure.ts';
import { parseVulnerabilityReport, SEVERITIES, type Vulnerability } from '../../src/scans/vulnerability.ts';

const MEASURES = ['show', 'tell', 'quarantine'] as const;
const rules = fc.record({
  infectedImages: fc.constantFrom(...MEASURES),
  unscannedImages: fc.constantFrom(...MEASURES),
  vulnerableImages: fc.constantFrom(...MEASURES),
  vulnerableFrom: fc.constantFrom('low', 'medium', 'high', 'critical'),
  vulnerableOnlyFixable: fc.boolean(),
});
const vulnerability: fc.Arbitrary<Vulnerability> = fc.record({
  id: fc.constantFrom('CVE-1', 'CVE-2'),
  package: fc.constantFrom('zlib', 'openssl'),
  version: fc.constant('1'),
  fixVersion: fc.constantFrom('', '2'),
  severity: fc.constantFrom(...SEVERITIES),
  description: fc.constant(''),
  link: fc.constant(null),
});
const reportOf = (listed: readonly Vulnerability[]) =>
  parseVulnerabilityReport(
    JSON.stringify({
      scanner: {},
      vulnerabilities: listed.map(({ fixVersion, ...one }) => ({ ...one, fix_version: fixVersion })),
    }),
    'sha256:a',
  );
const infection = fc.record({ path: fc.constantFrom('a', 'b'), signature: fc.constantFrom('One', 'Two') });
const unscanned = fc.record({ path: fc.constantFrom('a', 'c'), reason: fc.constant('too large') });
const findings: fc.Arbitrary<ImageFindings> = fc
  .record({
    infections: fc.array(infection),
    unscanned: fc.array(unscanned),
    more: fc.nat(2),
    listed: fc.array(vulnerability, { maxLength: 4 }),
  })
  .map(({ infections, unscanned: parts, more, listed }) => {
    const infectionCount = infections.length === 0 ? 0 : infections.length + more;
    const verdict = infectionCount > 0 ? 'infected' : parts.length > 0 ? 'not-scanned' : 'clean';
    return {
      verdict,
      infections,
      infectionCount,
      unscanned: parts,
      unscannedCount: parts.length,
      vulnerabilities: reportOf(listed),
    } as const;
  });
const AT_LEAST = {
  low: /low|medium|high|critical/,
  medium: /medium|high|critical/,
  high: /high|critical/,
  critical: /critical/,
};
const isAsked = (
  { severity, fixVersion }: Vulnerability,
  policy: { readonly vulnerableFrom: keyof typeof AT_LEAST; readonly vulnerableOnlyFixable: boolean },
) => AT_LEAST[policy.vulnerableFrom].test(severity) && !(policy.vulnerableOnlyFixable && fixVersion === '');
const none = { isAccepted: () => false, before: null };

describe('what is done about an image', () => {
  it('R53: is what the strictest rule wants that is about one of its findings', () => {
    fc.assert(
      fc.property(findings, rules, (found, policy) => {
        const wanted = [
          ...(found.infectionCount > 0 ? [policy.infectedImages] : []),
          ...(found.unscannedCount > 0 ? [policy.unscannedImages] : []),
          ...((found.vulnerabilities?.vulnerabilities ?? []).some((one) => isAsked(one, policy))
            ? [policy.vulnerableImages]
            : []),
        ];
        const strictest = [...MEASURES].reverse().find((measure) => wanted.includes(measure));
        expect(measureOf(found, policy, none)?.measure).toBe(strictest);
      }),
    );
  });

  it('is nothing if owners accepted each finding, unless there are more than the report lists', () => {
    fc.assert(
      fc.property(findings, rules, (found, policy) => {
        const accepted = new Set(findingsOf(found).map(findingKey));
        const measured = measureOf(found, policy, { ...none, isAccepted: (one) => accepted.has(findingKey(one)) });
        expect(measured !== null).toBe(found.infectionCount > found.infections.length);
      }),
    );
  });

  it('R53: stays if an infected image can no longer be scanned, and ends if it is clean', () => {
    const before: Measured = { measure: 'quarantine', cause: 'infected', signature: 'One' };
    const nothing = { infections: [], infectionCount: 0, unscanned: [], unscannedCount: 0, vulnerabilities: null };
    const policy = { ...DEFAULT_POLICY, unscannedImages: 'show' } as const;
    const after = (verdict: ImageFindings['verdict']) =>
      measureOf({ verdict, ...nothing }, policy, { ...none, before });
    for (const verdict of ['not-scanned', 'failed', 'waiting'] as const) expect(after(verdict)).toEqual(before);
    expect(after('clean')).toBeNull();
  });

  it('is news if it is more than before, has another reason, or is about another signature', () => {
    const infected = (measure: Measured['measure'], signature = 'One'): Measured => {
      return { measure, cause: 'infected', signature };
    };
    expect(isNews(infected('tell'), null)).toBe(true);
    expect(isNews(infected('show'), null)).toBe(false);
    expect(isNews(infected('quarantine'), infected('tell'))).toBe(true);
    expect(isNews(infected('tell'), infected('quarantine'))).toBe(false);
    expect(isNews(infected('tell'), infected('tell'))).toBe(false);
    expect(isNews(infected('tell', 'Two'), infected('tell'))).toBe(true);
    expect(isNews({ ...infected('tell'), cause: 'not-scanned' }, infected('tell'))).toBe(true);
  });
});
