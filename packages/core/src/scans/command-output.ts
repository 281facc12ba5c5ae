import { isJsonObject, jsonText, jsonTexts } from './adapter-json.ts';
import { keptCycloneDx } from './cyclone-dx.ts';
import { ScanFault } from './scan-fault.ts';
import { shownPath } from './verdict.ts';
import { reportOf, type VulnerabilityReport, vulnerabilityFrom } from './vulnerability.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** The scanner with its database, such as `trivy 0.66.0/2026-11-01T06:00:00Z`. */
function engineOf(name: string, version: unknown, database: unknown): string {
  if (jsonText(database) === '') throw new ScanFault(`${name} has no database of vulnerabilities`);
  return `${shownPath(`${name} ${jsonText(version)}`.trim())}/${shownPath(jsonText(database))}`;
}

/** Of `trivy version --format json`. Throws ScanFault if it has no database. */
export function parseTrivyVersion(text: string): string {
  const { Version: version, VulnerabilityDB: database } = objectIn(text, 'trivy');
  return engineOf('trivy', version, isJsonObject(database) ? database.UpdatedAt : '');
}

/** Of `grype version -o json` and `grype db status -o json`. Throws ScanFault if it has no database. */
export function parseGrypeVersion(version: string, database: string): string {
  const { built, valid } = objectIn(database, 'grype');
  if (valid === false) throw new ScanFault('grype has no valid database of vulnerabilities');
  return engineOf('grype', objectIn(version, 'grype').version, built);
}

/** The software bill of materials that either of them prints. */
export function parsePrintedSbom(text: string, name: string): string {
  return keptCycloneDx(objectIn(text, name));
}

/** Of `trivy sbom --format json`. Throws ScanFault for anything that does not show that it looked. */
export function parseTrivyReport(text: string): VulnerabilityReport {
  const report = objectIn(text, 'trivy');
  // Without packages, there are no results.
  const { SchemaVersion: schema, Results: results = [] } = report;
  if (typeof schema !== 'number' || !Array.isArray(results ?? [])) throw noReport('trivy');
  const listed = objectsIn(results ?? [], 'trivy').flatMap(({ Vulnerabilities: some }) =>
    objectsIn(some ?? [], 'trivy'),
  );
  return reportOf(
    listed.map((one) =>
      vulnerabilityFrom({
        id: jsonText(one.VulnerabilityID),
        package: jsonText(one.PkgName),
        version: jsonText(one.InstalledVersion),
        fixVersion: jsonText(one.FixedVersion),
        severity: jsonText(one.Severity),
        description: jsonText(one.Title) || jsonText(one.Description),
        links: [jsonText(one.PrimaryURL), ...jsonTexts(one.References)],
      }),
    ),
  );
}

/** Of `grype sbom:FILE -o json`. Throws ScanFault as above. */
export function parseGrypeReport(text: string): VulnerabilityReport {
  const { matches, descriptor } = objectIn(text, 'grype');
  if (!Array.isArray(matches) || !isJsonObject(descriptor)) throw noReport('grype');
  return reportOf(
    objectsIn(matches, 'grype').map(({ vulnerability, artifact }) => {
      const found = isJsonObject(vulnerability) ? vulnerability : {};
      const part = isJsonObject(artifact) ? artifact : {};
      const fix = isJsonObject(found.fix) ? found.fix : {};
      const severity = jsonText(found.severity);
      return vulnerabilityFrom({
        id: jsonText(found.id),
        package: jsonText(part.name),
        version: jsonText(part.version),
        fixVersion: jsonTexts(fix.versions).join(', '),
        // Its own word for the lowest of all.
        severity: severity === 'Negligible' ? 'low' : severity,
        description: jsonText(found.description),
        links: [jsonText(found.dataSource), ...jsonTexts(found.urls)],
      });
    }),
  );
}

function objectIn(text: string, name: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {
    // Answered below.
  }
  throw noReport(name);
}

function objectsIn(value: unknown, name: string): readonly JsonObject[] {
  if (!Array.isArray(value) || !value.every(isJsonObject)) throw noReport(name);
  return value;
}

function noReport(name: string): ScanFault {
  return new ScanFault(`${name} printed something other than a report`);
}
