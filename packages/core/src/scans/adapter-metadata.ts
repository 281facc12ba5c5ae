import { isJsonObject, jsonText, jsonTexts } from './adapter-json.ts';
import { ScanFault } from './scan-fault.ts';
import { shownPath } from './verdict.ts';

/** What a scanner says about itself: Harbor's Pluggable Scanner API 1.2, `GET /metadata`. */
export interface AdapterMetadata {
  /** The scanner with its version and the time of its database, such as `Trivy 0.60/2026-11-01T08:00:00Z`. */
  readonly engine: string;
  /** Whether the engine changes with each new database. Otherwise images are scanned again after a day. */
  readonly tellsDatabase: boolean;
  /** The media type of its reports about vulnerabilities. */
  readonly reportType: string;
  /** The media type of its reports with a CycloneDX document. Null if it makes none. */
  readonly sbomType: string | null;
  /** The manifests that it scans. Empty if it does not say so. */
  readonly consumes: readonly string[];
}

const DATABASE_PROPERTY = 'harbor.scanner-adapter/vulnerability-database-updated-at';
const CYCLONE_DX = 'application/vnd.cyclonedx+json';
/** The newest first. The older one has the same fields. */
const REPORT_TYPES = [
  /^application\/vnd\.security\.vulnerability\.report\s*;\s*version=1\.1$/,
  /^application\/vnd\.security\.vulnerability\.report\b/,
  /^application\/vnd\.scanner\.adapter\.vuln\.report\.harbor\+json\b/,
];

/** Throws ScanFault if the answer is no metadata, or if the scanner looks for no vulnerabilities. */
export function parseAdapterMetadata(text: string): AdapterMetadata {
  const body = objectOf(text);
  const scanner = isJsonObject(body.scanner) ? body.scanner : {};
  const properties = isJsonObject(body.properties) ? body.properties : {};
  const capabilities = Array.isArray(body.capabilities) ? body.capabilities.filter(isJsonObject) : [];
  // Adapters before 1.2 have no types, and look for vulnerabilities.
  const found = capabilities.find(({ type }) => type === undefined || type === 'vulnerability');
  const produces = jsonTexts(found?.produces_mime_types);
  const reportType = REPORT_TYPES.map((form) => produces.find((type) => form.test(type))).find(Boolean);
  if (!found || reportType === undefined) throw new ScanFault('the scanner makes no report about vulnerabilities');
  const database = shownPath(jsonText(properties[DATABASE_PROPERTY]));
  const name = shownPath(`${jsonText(scanner.name) || 'scanner'} ${jsonText(scanner.version)}`.trim());
  return {
    engine: database === '' ? name : `${name}/${database}`,
    tellsDatabase: database !== '',
    reportType,
    sbomType: sbomTypeOf(capabilities),
    consumes: jsonTexts(found.consumes_mime_types),
  };
}

function sbomTypeOf(capabilities: readonly Readonly<Record<string, unknown>>[]): string | null {
  const found = capabilities.find(({ type }) => type === 'sbom');
  const more = isJsonObject(found?.additional_attributes) ? found.additional_attributes : {};
  if (!jsonTexts(more.sbom_media_types).includes(CYCLONE_DX)) return null;
  return jsonTexts(found?.produces_mime_types).find((type) => type.includes('sbom.report')) ?? null;
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {
    // Answered below.
  }
  throw new ScanFault('the scanner sent something other than metadata');
}
