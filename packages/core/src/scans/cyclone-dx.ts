import { isJsonObject } from './adapter-json.ts';
import { ScanFault } from './scan-fault.ts';

/** A software bill of materials as it is kept. Throws ScanFault if the value is no CycloneDX document. */
export function keptCycloneDx(value: unknown): string {
  if (!isJsonObject(value) || value.bomFormat !== 'CycloneDX')
    throw new ScanFault('the scanner sent no CycloneDX document');
  // Grype lists what it found in the document. That is soon out of date, and belongs to a report.
  const { vulnerabilities: _found, ...document } = value;
  return JSON.stringify(document);
}
