import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  parseGrypeReport,
  parseGrypeVersion,
  parsePrintedSbom,
  parseTrivyReport,
  parseTrivyVersion,
} from '@lanyard/core/scans/command-output';
import { ScanFault, ScannerDown } from '@lanyard/core/scans/scan-fault';
import type { VulnerabilityReport } from '@lanyard/core/scans/vulnerability';
import type { Logger } from 'pino';
import { runProgram } from './run-program.ts';
import type { ScannedArtifact } from './scanner-adapter.ts';

export type ScannerKind = 'trivy' | 'grype';

/** A scanner that is installed on this machine. All functions reject with ScanFault. */
export interface ScannerCommand {
  /** The program with its version and database. Looks for a newer database once an hour. */
  engine(): Promise<string>;
  /** Reads an image from its registry. Returns its CycloneDX bill of materials. */
  sbom(artifact: ScannedArtifact, signal: AbortSignal): Promise<string>;
  /** Looks for the vulnerabilities of what this bill of materials lists. */
  match(sbom: string, signal: AbortSignal): Promise<VulnerabilityReport>;
}

export interface CommandOptions {
  readonly kind: ScannerKind;
  /** A name in PATH, or an absolute path. */
  readonly program: string;
  /** What the program may see of this server's environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logger: Pick<Logger, 'warn'>;
  readonly now: () => number;
}

interface Forms {
  readonly version: readonly (readonly string[])[];
  readonly update: readonly string[];
  readonly image: (reference: string) => readonly string[];
  readonly match: (file: string) => readonly string[];
  /** Always, so that a scan uses the database that its report names. */
  readonly settings: Readonly<Record<string, string>>;
  /** For a registry without TLS. */
  readonly withoutTls: Readonly<Record<string, string>>;
  parseVersion(printed: readonly string[]): string;
  parseReport(printed: string): VulnerabilityReport;
}

const FORMS: Readonly<Record<ScannerKind, Forms>> = {
  trivy: {
    version: [['version', '--format', 'json']],
    update: ['image', '--download-db-only', '--quiet'],
    image: (reference) => ['image', '--quiet', '--image-src', 'remote', '--format', 'cyclonedx', reference],
    match: (file) => ['sbom', '--quiet', '--skip-db-update', '--format', 'json', file],
    settings: {
      TRIVY_DISABLE_TELEMETRY: 'true',
      TRIVY_SKIP_VERSION_CHECK: 'true',
      TRIVY_TIMEOUT: '30m',
      TRIVY_EXIT_CODE: '0',
    },
    withoutTls: { TRIVY_INSECURE: 'true' },
    parseVersion: ([version = '']) => parseTrivyVersion(version),
    parseReport: parseTrivyReport,
  },
  grype: {
    version: [
      ['version', '-o', 'json'],
      ['db', 'status', '-o', 'json'],
    ],
    update: ['db', 'update'],
    image: (reference) => [`registry:${reference}`, '-q', '-o', 'cyclonedx-json'],
    match: (file) => [`sbom:${file}`, '-q', '-o', 'json'],
    settings: { GRYPE_DB_AUTO_UPDATE: 'false', GRYPE_CHECK_FOR_APP_UPDATE: 'false' },
    withoutTls: { GRYPE_REGISTRY_INSECURE_USE_HTTP: 'true' },
    parseVersion: ([version = '', database = '']) => parseGrypeVersion(version, database),
    parseReport: parseGrypeReport,
  },
};

const UPDATED_EVERY_MILLISECONDS = 3_600_000;
const VERSION_MILLISECONDS = 30_000;
const UPDATE_MILLISECONDS = 600_000;
const SCAN_MILLISECONDS = 1_860_000;
const MAXIMUM_VERSION_BYTES = 1024 * 1024;
const MAXIMUM_PRINTED_BYTES = 64 * 1024 * 1024;

export function createScannerCommand(options: CommandOptions): ScannerCommand {
  const { kind, program, environment, logger, now } = options;
  const forms = FORMS[kind];
  let updatedAt = Number.NEGATIVE_INFINITY;
  const run = async (
    parameters: readonly string[],
    { milliseconds, maximumBytes, folder = '/', more = {}, signal }: RunLimits,
  ): Promise<string> => {
    const all = { ...environment, ...forms.settings, ...more };
    const limits = { maximumBytes, longestMilliseconds: milliseconds, folder, signal };
    return runProgram({ program, parameters, environment: all, ...limits });
  };
  const update = async () => {
    if (now() - updatedAt < UPDATED_EVERY_MILLISECONDS) return;
    updatedAt = now();
    try {
      await run(forms.update, { milliseconds: UPDATE_MILLISECONDS, maximumBytes: MAXIMUM_VERSION_BYTES });
    } catch (error) {
      // A machine without a way to the internet has the database that somebody brought there.
      if (!(error instanceof ScanFault) || error instanceof ScannerDown) throw error;
      logger.warn({ cause: error.message }, 'the database of vulnerabilities could not be updated');
    }
  };
  return {
    engine: async () => {
      await update();
      const printed: string[] = [];
      for (const parameters of forms.version)
        printed.push(
          await run(parameters, { milliseconds: VERSION_MILLISECONDS, maximumBytes: MAXIMUM_VERSION_BYTES }),
        );
      return forms.parseVersion(printed);
    },
    sbom: (artifact, signal) =>
      inFolder(async (folder) => {
        const { token } = artifact;
        const { host, hasTls } = placeOf(artifact);
        // For this host alone: a token in the environment would be sent to wherever the program loads a database from.
        const logins = { auths: { [host]: { registrytoken: token } } };
        await writeFile(join(folder, 'config.json'), JSON.stringify(logins), { mode: 0o600 });
        const reference = `${host}/${artifact.repository}@${artifact.digest}`;
        const more = { DOCKER_CONFIG: folder, ...(hasTls ? {} : forms.withoutTls) };
        const limits = { milliseconds: SCAN_MILLISECONDS, maximumBytes: MAXIMUM_PRINTED_BYTES, folder, signal };
        return parsePrintedSbom(await run(forms.image(reference), { ...limits, more }), kind);
      }),
    match: (sbom, signal) =>
      inFolder(async (folder) => {
        const file = join(folder, 'sbom.cdx.json');
        await writeFile(file, sbom, { mode: 0o600 });
        const limits = { milliseconds: SCAN_MILLISECONDS, maximumBytes: MAXIMUM_PRINTED_BYTES, folder, signal };
        return forms.parseReport(await run(forms.match(file), limits));
      }),
  };
}

interface RunLimits {
  readonly milliseconds: number;
  readonly maximumBytes: number;
  readonly folder?: string;
  readonly more?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

function placeOf({ registryUrl }: ScannedArtifact): { readonly host: string; readonly hasTls: boolean } {
  const url = new URL(registryUrl);
  if (url.pathname !== '/')
    throw new ScanFault('the internal address of the registry has a path, which no image can name');
  return { host: url.host, hasTls: url.protocol === 'https:' };
}

/** In a folder that only this account can read, and that is removed at the end. */
async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'lanyard-scan-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
