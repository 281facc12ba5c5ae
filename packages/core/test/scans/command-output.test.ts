import { describe, expect, it } from 'vitest';
import {
  parseGrypeReport,
  parseGrypeVersion,
  parsePrintedSbom,
  parseTrivyReport,
  parseTrivyVersion,
} from '../../src/scans/command-output.ts';
import { ScanFault } from '../../src/scans/scan-fault.ts';

describe('what a scanner on the machine of the server prints', () => {
  it('has the database in the name of the engine', () => {
    const trivy = { Version: '0.66.0', VulnerabilityDB: { Version: 2, UpdatedAt: '2026-11-01T06:00:00Z' } };
    expect(parseTrivyVersion(JSON.stringify(trivy))).toBe('trivy 0.66.0/2026-11-01T06:00:00Z');
    const database = JSON.stringify({ built: '2026-11-01', valid: true });
    expect(parseGrypeVersion('{"version":"0.101.0"}', database)).toBe('grype 0.101.0/2026-11-01');
  });

  it('R53: is no report unless it shows that the scanner looked', () => {
    for (const text of [
      '',
      'null',
      '[]',
      '7',
      '{}',
      '{"Results": []}',
      '{"matches": {}}',
      '{"matches": [7], "descriptor": {}}',
    ]) {
      expect(() => parseTrivyReport(text)).toThrow(ScanFault);
      expect(() => parseGrypeReport(text)).toThrow(ScanFault);
      expect(() => parsePrintedSbom(text, 'trivy')).toThrow(ScanFault);
      expect(() => parseTrivyVersion(text)).toThrow(ScanFault);
      expect(() => parseGrypeVersion(text, text)).toThrow(ScanFault);
    }
    expect(() => parseTrivyReport('{"SchemaVersion": 2, "Results": [{"Vulnerabilities": "none"}]}')).toThrow(ScanFault);
    expect(() => parseGrypeVersion('{}', '{"built": "2026-11-01", "valid": false}')).toThrow(ScanFault);
  });

  it('finds nothing in an image without packages', () => {
    expect(parseTrivyReport('{"SchemaVersion": 2}').vulnerabilities).toEqual([]);
    expect(parseTrivyReport('{"SchemaVersion": 2, "Results": null}').vulnerabilities).toEqual([]);
    expect(parseGrypeReport('{"matches": [], "descriptor": {}}').vulnerabilities).toEqual([]);
  });

  it('shows hostile names without their control characters, and links only to the web', () => {
    const one = {
      VulnerabilityID: 'CVE-1\u202E',
      PkgName: 7,
      Severity: 'dreadful',
      PrimaryURL: 'javascript:alert(1)',
      References: ['https://cve.example/1'],
    };
    const text = JSON.stringify({ SchemaVersion: 2, Results: [{ Vulnerabilities: [one] }, { Vulnerabilities: null }] });
    expect(parseTrivyReport(text).vulnerabilities).toEqual([
      {
        id: 'CVE-1\uFFFD',
        package: 'unknown',
        version: '',
        fixVersion: '',
        severity: 'unknown',
        description: '',
        link: 'https://cve.example/1',
      },
    ]);
  });
});
