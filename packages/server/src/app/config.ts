import { isAbsolute, relative, resolve, sep } from 'node:path';
import { Secret } from '@lanyard/core/secret';
import { scannerEnvironment } from './scanner-environment.ts';
import { SETTINGS, type Setting, type Settings } from './settings.ts';

/** A setting as administrators see it. It never shows a secret, or a value that can contain one. */
export interface SettingInForce {
  readonly name: string;
  readonly meaning: string;
  /** Whether the environment sets it. Otherwise the default applies. */
  readonly isSet: boolean;
  /** Null for a value that can contain a secret. Then the list shows only whether it is set. */
  readonly value: string | null;
}

/** The settings, together with values that follow from other settings. */
export interface Config extends Omit<Settings, 'publicUrl' | 'masterKeyFile' | 'smtpUrl' | 'mailFrom'> {
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly masterKeyFile: string;
  /** Undefined if the server sends no mail. */
  readonly mail: MailConfig | undefined;
  /** The settings as administrators see them. */
  readonly inForce: readonly SettingInForce[];
  /** What a scanner of this machine sees of the environment. */
  readonly scannerEnvironment: Readonly<Record<string, string>>;
}

export interface MailConfig {
  /** It can contain a password. */
  readonly smtpUrl: Secret;
  readonly from: string;
}

export class ConfigError extends Error {}

/**
 * Reads the settings. Throws a ConfigError with a line for each wrong setting. It gives the setting's name, but not its
 * value.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const results = Object.entries<Setting>(SETTINGS).map(
    ([key, { name, type }]) => [key, name, type.safeParse(environment[name])] as const,
  );
  const faults = results.flatMap(
    ([, name, { error }]) => error?.issues.map(({ message }) => `${name}: ${message}`) ?? [],
  );
  if (faults.length > 0) throw new ConfigError(faults.join('\n'));
  requireKnownNames(environment);
  const settings = Object.fromEntries(results.map(([key, , { data }]) => [key, data])) as Settings;
  const derived = { inForce: settingsInForce(environment), scannerEnvironment: scannerEnvironment(environment) };
  return { ...configOf(settings), ...derived };
}

export interface SettingRow {
  readonly name: string;
  readonly standard: string;
  readonly meaning: string;
}

/** One row for each setting, for lists and documentation. */
export function describeSettings(): readonly SettingRow[] {
  return Object.values<Setting>(SETTINGS).map(
    ({ name, type, standard = String(type.parse(undefined)), unit, meaning }) => {
      return { name, standard: unit === undefined ? standard : `${standard} ${unit}`, meaning };
    },
  );
}

/** Every setting, where its value comes from, and the value itself unless it can contain a secret. */
export function settingsInForce(environment: Readonly<Record<string, string | undefined>>): readonly SettingInForce[] {
  const standards = new Map(describeSettings().map(({ name, standard }) => [name, standard]));
  return Object.values<Setting>(SETTINGS).map(({ name, meaning, type, isSecret }) => {
    const text = environment[name];
    // A secret has a type that prints as [secret], so it is not shown even if its declaration forgot `isSecret`.
    const mayShow = isSecret !== true && !(type.safeParse(text).data instanceof Secret) && !canHoldPassword(text ?? '');
    const shown = text ?? standards.get(name) ?? '';
    return { name, meaning, isSet: text !== undefined, value: mayShow || text === undefined ? shown : null };
  });
}

/** Whether a text looks like an address with a user name, and perhaps a password: `https://ada:secret@example.com`. */
function canHoldPassword(text: string): boolean {
  return /\/\/[^/?#]*@/.test(text);
}

/** Without this check, a misspelt setting would silently keep its default. */
function requireKnownNames(environment: Readonly<Record<string, string | undefined>>): void {
  const known = new Set(Object.values<Setting>(SETTINGS).map(({ name }) => name));
  const unknown = Object.keys(environment).filter((name) => name.startsWith('LANYARD_') && !known.has(name));
  if (unknown.length > 0) throw new ConfigError(unknown.map((name) => `${name}: there is no such setting`).join('\n'));
}

function configOf({ smtpUrl, mailFrom, ...settings }: Settings): Omit<Config, 'inForce' | 'scannerEnvironment'> {
  requireOutside({ smtpUrl, mailFrom, ...settings });
  requireOneScanner(settings);
  return {
    ...settings,
    publicUrl: settings.publicUrl ?? `http://localhost:${settings.port}`,
    masterKeyFile: settings.masterKeyFile ?? `${settings.dataFolder}/master.key`,
    mail: mailConfigOf(smtpUrl, mailFrom),
  };
}

/** Inside the data folder, these files would be restored with an old copy of it. */
function requireOutside({ dataFolder, ...settings }: Settings): void {
  for (const key of ['revocationsFile', 'checkpointFile'] as const) {
    const file = settings[key];
    const [first] = file === undefined ? ['..'] : relative(resolve(dataFolder), resolve(file)).split(sep);
    if (first === '..' || isAbsolute(first ?? '')) continue;
    throw new ConfigError(`${SETTINGS[key].name}: must be outside the data folder; otherwise it is restored with it`);
  }
}

function requireOneScanner({
  scanner,
  scannerUrl,
  scannerToken,
  scannerAuthentication,
}: Pick<Settings, 'scanner' | 'scannerUrl' | 'scannerToken' | 'scannerAuthentication'>): void {
  if (scanner !== undefined && scannerUrl !== undefined)
    throw new ConfigError('LANYARD_SCANNER: cannot be set together with LANYARD_SCANNER_URL');
  if (scannerAuthentication === 'basic' && !scannerToken?.reveal().includes(':'))
    throw new ConfigError('LANYARD_SCANNER_TOKEN: must be name:password if LANYARD_SCANNER_AUTH is basic');
}

function mailConfigOf(smtpUrl: Secret | undefined, from: string | undefined): MailConfig | undefined {
  if (smtpUrl === undefined) return undefined;
  if (from === undefined) throw new ConfigError('LANYARD_MAIL_FROM: is needed if LANYARD_SMTP_URL is set');
  return { smtpUrl, from };
}
