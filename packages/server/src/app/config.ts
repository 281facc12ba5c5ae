import { isIP } from 'node:net';
import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65535);
const seconds = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum);
const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const addressList = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** An IPv6 address with a port is in brackets. */
const isDnsServer = (text: string) => {
  const [, bracketed, plain] = /^(?:\[(.+)\](?::\d{1,5})?|([\d.]+)(?::\d{1,5})?)$/.exec(text) ?? [];
  return isIP(bracketed ?? plain ?? text) !== 0;
};
/** In lower case, as addresses are compared. */
const isOutboundHost = (text: string) =>
  /^(?:http:\/\/[\w.-]+:\d{1,5}|(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?)$/.test(text);
const outboundHostList = addressList
  .transform((hosts) => hosts.map((host) => host.toLowerCase()))
  .refine((hosts) => hosts.every(isOutboundHost), 'must be host, host:port or http://host:port');
const dnsServerList = addressList.refine((servers) => servers.every(isDnsServer), 'must be addresses');

/** Every setting, its meaning and its default: the documentation is made from this. */
const settingsSchema = z.object({
  LANYARD_PORT: port.default(8700).describe('The port to listen on.'),
  LANYARD_HOST: z
    .string()
    .default('localhost')
    .describe('The address to listen on; 0.0.0.0 for all. Behind anything but a local client, put TLS in front.'),
  LANYARD_PUBLIC_URL: httpUrl
    .optional()
    .describe(
      'The address that users and registries type, as https://tokens.example.com. Default: http://localhost:PORT.',
    ),
  LANYARD_DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe('The folder of the SQLite database and the master key.'),
  LANYARD_MASTER_KEY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The file of the master key, 32 bytes as base64, mode 0600. Default: master.key in the data folder, made at first start.',
    ),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('A PostgreSQL database, as postgres://user:password@host/name. Default: SQLite in the data folder.'),
  LANYARD_TRUSTED_PROXIES: addressList
    .default([])
    .describe('Addresses or networks, comma separated, of proxies whose X-Forwarded-For is believed. Default: none.'),
  LANYARD_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('What is logged: debug also tells every request that succeeded.'),
  LANYARD_REGISTRY_TOKEN_TTL_SECONDS: seconds(60, 900)
    .default(300)
    .describe(
      'How long the registry tokens of the first registry are good for: so long a pull that runs goes on after its token is revoked.',
    ),
  LANYARD_LEAF_ROTATION_SECONDS: seconds(1, 604_800)
    .default(43_200)
    .describe('How often the signing leaf is replaced; registries need no restart for it.'),
  LANYARD_PASSWORD_CONCURRENCY: seconds(1, 64)
    .default(2)
    .describe('How many passwords are hashed at once; each takes one core and 19 MiB for about 20 ms.'),
  LANYARD_SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      'The server that mail goes out by: smtp://user:password@host:587 with STARTTLS, which only a server on this machine may lack, or smtps://host:465. Default: no mail is sent.',
    ),
  LANYARD_MAIL_FROM: z
    .email()
    .max(254)
    .optional()
    .describe('The address that mail comes from; needed with LANYARD_SMTP_URL.'),
  LANYARD_DNS_SERVERS: dnsServerList
    .default([])
    .describe(
      'DNS servers, comma separated, as 192.0.2.1 or 192.0.2.1:53, that are asked for the proof of a domain. Default: those of the machine.',
    ),
  LANYARD_OUTBOUND_HOSTS: outboundHostList
    .default([])
    .describe(
      'Identity providers, comma separated, that are reached although their address is private: host or host:port, or http://host:port to permit http too. Default: none.',
    ),
});

type Settings = z.output<typeof settingsSchema>;

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly dataFolder: string;
  readonly masterKeyFile: string;
  readonly databaseUrl: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly logLevel: Settings['LANYARD_LOG_LEVEL'];
  readonly registryTokenTtlSeconds: number;
  readonly leafRotationSeconds: number;
  readonly passwordConcurrency: number;
  /** Empty for those of the machine. */
  readonly dnsServers: readonly string[];
  /** `host`, `host:port` or `http://host:port`, in lower case. */
  readonly outboundHosts: readonly string[];
  /** Undefined where no mail is sent. */
  readonly mail: MailConfig | undefined;
}

export interface MailConfig {
  /** It may hold a password. */
  readonly smtpUrl: Secret;
  readonly from: string;
}

export class ConfigError extends Error {}

/** Reads the settings; throws ConfigError with a line for each that is wrong, naming it but not its value. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = settingsSchema.safeParse(environment);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(lines.join('\n'));
  }
  requireKnownNames(environment);
  return configOf(parsed.data);
}

/** One row a setting, for documentation: name, default as text, meaning. */
export function describeSettings(): readonly {
  readonly name: string;
  readonly meaning: string;
  readonly standard: string;
}[] {
  const defaults: Record<string, unknown> = settingsSchema.parse({});
  return Object.entries(settingsSchema.shape).map(([name, schema]) => ({
    name,
    meaning: schema.description ?? '',
    standard: String(defaults[name] ?? ''),
  }));
}

/** A misspelt setting would silently keep its default. */
function requireKnownNames(environment: Readonly<Record<string, string | undefined>>): void {
  const unknown = Object.keys(environment).filter(
    (name) => name.startsWith('LANYARD_') && !(name in settingsSchema.shape),
  );
  if (unknown.length > 0) throw new ConfigError(unknown.map((name) => `${name}: there is no such setting`).join('\n'));
}

function configOf(settings: Settings): Config {
  return {
    port: settings.LANYARD_PORT,
    host: settings.LANYARD_HOST,
    publicUrl: settings.LANYARD_PUBLIC_URL ?? `http://localhost:${settings.LANYARD_PORT}`,
    dataFolder: settings.LANYARD_DATA_DIR,
    masterKeyFile: settings.LANYARD_MASTER_KEY_FILE ?? `${settings.LANYARD_DATA_DIR}/master.key`,
    databaseUrl: settings.DATABASE_URL,
    trustedProxies: settings.LANYARD_TRUSTED_PROXIES,
    logLevel: settings.LANYARD_LOG_LEVEL,
    registryTokenTtlSeconds: settings.LANYARD_REGISTRY_TOKEN_TTL_SECONDS,
    leafRotationSeconds: settings.LANYARD_LEAF_ROTATION_SECONDS,
    passwordConcurrency: settings.LANYARD_PASSWORD_CONCURRENCY,
    dnsServers: settings.LANYARD_DNS_SERVERS,
    outboundHosts: settings.LANYARD_OUTBOUND_HOSTS,
    mail: mailConfigOf(settings),
  };
}

function mailConfigOf({ LANYARD_SMTP_URL: url, LANYARD_MAIL_FROM: from }: Settings): MailConfig | undefined {
  if (url === undefined) return undefined;
  if (from === undefined) throw new ConfigError('LANYARD_MAIL_FROM: is needed where LANYARD_SMTP_URL is set');
  return { smtpUrl: new Secret(url), from };
}
