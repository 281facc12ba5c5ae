import type { AdapterMetadata } from '@lanyard/core/scans/adapter-metadata';
import { ScanFault, ScannerDown } from '@lanyard/core/scans/scan-fault';
import { parseSbomReport, parseVulnerabilityReport } from '@lanyard/core/scans/vulnerability';
import type { ScannerAdapter, WantedReport } from '../../outbound/scanner-adapter.ts';
import type { ScanTask, VulnerabilityScanner } from './vulnerability-scanner.ts';

const FIRST_POLL_MILLISECONDS = 100;
const LONGEST_POLL_MILLISECONDS = 5_000;

/** The adapter reads the image itself for each scan, because its interface takes no document. */
export function scanByAdapter(adapter: ScannerAdapter): VulnerabilityScanner {
  let known: AdapterMetadata | undefined;
  return {
    facts: async () => {
      known = await adapter.metadata();
      return known;
    },
    scan: async (task) => {
      const { reportType, sbomType } = known ?? (await adapter.metadata());
      const text = await reportFor(adapter, task, { type: 'vulnerability', mediaType: reportType });
      const report = parseVulnerabilityReport(text, task.digest);
      const isWanted = sbomType !== null && task.sbom === undefined;
      return { report, sbom: isWanted ? await sbomOf(adapter, task, sbomType) : undefined };
    },
  };
}

/** Undefined if the scanner cannot make it for this image. The report about vulnerabilities counts without it. */
async function sbomOf(adapter: ScannerAdapter, task: ScanTask, mediaType: string): Promise<string | undefined> {
  try {
    return parseSbomReport(await reportFor(adapter, task, { type: 'sbom', mediaType }), task.digest);
  } catch (error) {
    if (error instanceof ScannerDown || !(error instanceof ScanFault) || task.isStopping()) throw error;
    return undefined;
  }
}

/** Asks for a scan and waits for its report. */
async function reportFor(adapter: ScannerAdapter, task: ScanTask, wanted: WantedReport): Promise<string> {
  const id = await adapter.begin(await task.artifact(), wanted);
  for (let pause = FIRST_POLL_MILLISECONDS; ; pause = Math.min(pause * 2, LONGEST_POLL_MILLISECONDS)) {
    const answer = await adapter.report(id, wanted);
    if (answer.is === 'report') return answer.text;
    const wanting = answer.afterSeconds === null ? pause : answer.afterSeconds * 1000;
    await task.pause(Math.max(wanting, FIRST_POLL_MILLISECONDS));
  }
}
