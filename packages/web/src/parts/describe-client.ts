import { clientLabel } from '@lanyard/core/command-lines/client-label';

/** A program, as the server reads it from a User-Agent. */
interface Client {
  readonly name: string;
  readonly version: string | null;
  readonly operatingSystem: string | null;
}

/** "docker CLI 28.2.2 on linux/amd64" */
export function describeClient({ name, version, operatingSystem }: Client): string {
  const program = version === null ? name : `${name} ${version}`;
  return operatingSystem === null ? program : `${program} on ${operatingSystem}`;
}

/**
 * The order matters, because browsers also name others in their User-Agent: all contain Safari, and most contain
 * Chrome.
 */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:Edg|EdgA|EdgiOS)\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bSamsungBrowser\/(\d+)/, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\bHeadlessChrome\/(\d+)/, 'Chrome'],
  [/\b(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** "Firefox 140 on Linux". For an unknown program, the first word of its User-Agent. */
export function describeBrowser(userAgent: string): string {
  const browser = browserOf(userAgent) ?? userAgent.split(/[\s/]/, 1)[0];
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1];
  const program = browser === undefined || browser === '' ? 'An unknown program' : browser;
  return system === undefined ? program : `${program} on ${system}`;
}

/** Describes any User-Agent: "Chrome 156 on Linux", "docker 28.5.2". The whole text goes into a title. */
export function describeProgram(userAgent: string): string {
  if (userAgent === '') return 'an unknown program';
  return userAgent.startsWith('Mozilla/') ? describeBrowser(userAgent) : clientLabel(userAgent);
}

function browserOf(userAgent: string): string | undefined {
  for (const [pattern, name] of BROWSERS) {
    const version = pattern.exec(userAgent)?.[1];
    if (version !== undefined) return `${name} ${version}`;
  }
  return undefined;
}
