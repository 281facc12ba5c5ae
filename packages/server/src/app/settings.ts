import { isIP } from 'node:net';
import { Secret } from '@lanyard/core/secret';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { ADAPTER_AUTHENTICATIONS } from '../outbound/scanner-adapter.ts';

const port = z.coerce.number().int().min(1).max(65535);
const wholeNumber = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum);
const filePath = z.string().min(1);
const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
/** Cookies, passkeys, single sign-on and the pages need a whole host. */
const hostUrl = httpUrl.refine((text) => {
  const url = URL.parse(text);
  return url !== null && `${url.pathname}${url.search}${url.hash}${url.username}${url.password}` === '/';
}, 'must be only scheme, host and perhaps port, such as https://tokens.example.com: give this server a host of its own, because it cannot be under a path');
/** An address is shown in lists and logs, so a password has no place in it. */
const openUrl = httpUrl.refine((text) => {
  const url = URL.parse(text);
  return url !== null && `${url.username}${url.password}` === '';
}, 'must not contain a user name or a password');
const addressList = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** An IPv6 address needs brackets if a port follows it. */
const isDnsServer = (text: string) => {
  const [, bracketed, plain] = /^(?:\[(.+)\](?::\d{1,5})?|([\d.]+)(?::\d{1,5})?)$/.exec(text) ?? [];
  return isIP(bracketed ?? plain ?? text) !== 0;
};
/** In lower case, the form in which addresses are compared. */
const isOutboundHost = (text: string) =>
  /^(?:http:\/\/[\w.-]+:\d{1,5}|(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?)$/.test(text);
const outboundHostList = addressList
  .transform((hosts) => hosts.map((host) => host.toLowerCase()))
  .refine((hosts) => hosts.every(isOutboundHost), 'must be host, host:port or http://host:port');
const webhookHostList = addressList
  .transform((hosts) => hosts.map((host) => host.toLowerCase()))
  .refine(
    (hosts) => hosts.every((host) => host === '*' || isOutboundHost(host)),
    'must be *, host, host:port or http://host:port',
  );
const isNetwork = (text: string) => isIP(text) !== 0 || ipaddr.isValidCIDR(text);
const networkList = addressList.refine(
  (networks) => networks.every(isNetwork),
  'must be addresses or networks, such as 192.0.2.1 or 192.0.2.0/24',
);
const dnsServerList = addressList.refine((servers) => servers.every(isDnsServer), 'must be addresses');

/** Trivy or Grype: a name in PATH, or an absolute path with this name at its end. */
const scannerProgram = z
  .string()
  .regex(/^(?:\/(?:.*\/)?)?(?:trivy|grype)$/, 'must be trivy or grype, or the absolute path of one of them')
  .transform((program) => ({ program, kind: program.endsWith('trivy') ? ('trivy' as const) : ('grype' as const) }));

export interface Setting {
  readonly name: string;
  readonly type: z.ZodType;
  /** What applies if it is not set, in words. Omitted if the type has a default. */
  readonly standard?: string;
  readonly unit?: 's';
  /** Its value is never shown, because it is a secret or can contain one. */
  readonly isSecret?: true;
  readonly meaning: string;
}

/** The only list of settings. The configuration, the operator's list and the table in docs/operate.md come from it. */
export const SETTINGS = {
  port: { name: 'LANYARD_PORT', type: port.default(8700), meaning: 'The port to listen on.' },
  host: {
    name: 'LANYARD_HOST',
    type: z.string().default('localhost'),
    meaning: 'The address to listen on; 0.0.0.0 for all. Put TLS in front for any client on another machine.',
  },
  publicUrl: {
    name: 'LANYARD_PUBLIC_URL',
    type: hostUrl.optional(),
    standard: 'http://localhost:PORT',
    meaning:
      'The address that users and registries type, such as https://tokens.example.com: a host of its own, without a path.',
  },
  dataFolder: {
    name: 'LANYARD_DATA_DIR',
    type: filePath.default('./data'),
    meaning: 'The folder of the SQLite database and the master key.',
  },
  masterKeyFile: {
    name: 'LANYARD_MASTER_KEY_FILE',
    type: filePath.optional(),
    standard: 'master.key in the data folder',
    meaning: 'The file of the master key, 32 bytes as base64, mode 0600. The first start creates it.',
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    type: z
      .url({ protocol: /^postgres(ql)?$/ })
      .transform((url) => new Secret(url))
      .optional(),
    standard: 'SQLite in the data folder',
    isSecret: true,
    meaning: 'A PostgreSQL database, such as postgres://user:password@host/name.',
  },
  revocationsFile: {
    name: 'LANYARD_REVOCATIONS_FILE',
    type: filePath.optional(),
    standard: 'none',
    meaning:
      'A file outside the data folder that lists what was revoked, so that an older copy of the database does not accept it again. Each server has its own.',
  },
  workers: {
    name: 'LANYARD_WORKERS',
    type: wholeNumber(1, 64).default(1),
    meaning:
      'How many processes serve on the port, 1 to 64: one for each core that the server may use. On PostgreSQL each has connections of its own.',
  },
  checkpointFile: {
    name: 'LANYARD_CHECKPOINT_FILE',
    type: filePath.optional(),
    standard: 'none',
    meaning:
      'A file outside the data folder that holds the newest signed checkpoint of the audit log, so that a log that was cut is noticed. Each server has its own.',
  },
  trustedProxies: {
    name: 'LANYARD_TRUSTED_PROXIES',
    type: networkList.default([]),
    standard: 'none',
    meaning: 'Addresses or networks of proxies whose X-Forwarded-For is trusted, comma separated.',
  },
  requestSeconds: {
    name: 'LANYARD_REQUEST_SECONDS',
    type: wholeNumber(1, 600).default(30),
    unit: 's',
    meaning: 'How long the headers and the body of a request may take to arrive, 1 to 600 s.',
  },
  drainSeconds: {
    name: 'LANYARD_DRAIN_SECONDS',
    type: wholeNumber(0, 300).default(2),
    unit: 's',
    meaning:
      'How long the server still accepts connections after SIGTERM, while /readyz already answers 503, 0 to 300 s. Make it longer than your balancer needs to notice.',
  },
  usageDays: {
    name: 'LANYARD_USAGE_DAYS',
    type: wholeNumber(1, 3650).default(400),
    meaning: 'How many days the uses of access tokens are kept, 1 to 3650. Pages show the last 90.',
  },
  logLevel: {
    name: 'LANYARD_LOG_LEVEL',
    type: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    meaning: 'What is logged: debug, info, warn, error or silent. Debug also logs every request that succeeded.',
  },
  metricsToken: {
    name: 'LANYARD_METRICS_TOKEN',
    type: z
      .string()
      .min(32)
      .transform((token) => new Secret(token))
      .optional(),
    standard: 'nobody reads /metrics',
    isSecret: true,
    meaning: 'What Prometheus sends as its Bearer token to read /metrics, at least 32 characters.',
  },
  tracesUrl: {
    name: 'LANYARD_TRACES_URL',
    type: openUrl.optional(),
    standard: 'no traces are sent',
    meaning:
      'Where traces are sent by OpenTelemetry (OTLP over HTTP, JSON), such as http://localhost:4318/v1/traces. They contain no name, address or secret.',
  },
  tracesPercent: {
    name: 'LANYARD_TRACES_PERCENT',
    type: wholeNumber(1, 100).default(100),
    meaning:
      'How many of 100 requests are traced, 1 to 100. A trusted proxy with a traceparent decides for its requests.',
  },
  registryTokenTtlSeconds: {
    name: 'LANYARD_REGISTRY_TOKEN_TTL_SECONDS',
    type: wholeNumber(60, 900).default(300),
    unit: 's',
    meaning:
      'How long the registry tokens of the first registry are valid, 60 to 900 s. A running pull can go on that long after its access token is revoked.',
  },
  leafRotationSeconds: {
    name: 'LANYARD_LEAF_ROTATION_SECONDS',
    type: wholeNumber(1, 604_800).default(43_200),
    unit: 's',
    meaning: 'How often the signing leaf is replaced, at most every 604800 s; registries need no restart for it.',
  },
  gateReadsWhenDownSeconds: {
    name: 'LANYARD_GATE_READS_WHEN_DOWN',
    type: wholeNumber(0, 86_400).default(0),
    unit: 's',
    meaning:
      'How long the gate lets pulls pass while the database does not answer, 0 to 86400 s. A pull then needs only a valid registry token, even if it was revoked meanwhile. Writes never pass.',
  },
  passwordConcurrency: {
    name: 'LANYARD_PASSWORD_CONCURRENCY',
    type: wholeNumber(1, 64).default(2),
    meaning:
      'How many passwords are hashed at once, 1 to 64; each takes one core and 19 MiB for about 20 ms. Workers share it, and each hashes at least one.',
  },
  smtpUrl: {
    name: 'LANYARD_SMTP_URL',
    type: z
      .url({ protocol: /^smtps?$/ })
      .transform((url) => new Secret(url))
      .optional(),
    standard: 'no mail is sent',
    isSecret: true,
    meaning:
      'The server that sends mail: smtps://user:password@host:465, or smtp://user:password@host:587 with STARTTLS. Only a server on this machine may lack STARTTLS.',
  },
  mailFrom: {
    name: 'LANYARD_MAIL_FROM',
    type: z.email().max(254).optional(),
    standard: 'none',
    meaning: 'The address that mail comes from; needed with LANYARD_SMTP_URL.',
  },
  ownersInviteNewPeople: {
    name: 'LANYARD_OWNERS_INVITE_NEW_PEOPLE',
    type: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false),
    meaning:
      'true or false: whether people without an account can create one when an owner of an organization invites them by mail. Administrators can always invite new people.',
  },
  providerGraceSeconds: {
    name: 'LANYARD_PROVIDER_GRACE_SECONDS',
    type: wholeNumber(120, 3600).default(600),
    unit: 's',
    meaning:
      'How long an identity provider may refuse to confirm one member, while it confirms others, until that member is signed out, 120 to 3600 s.',
  },
  dnsServers: {
    name: 'LANYARD_DNS_SERVERS',
    type: dnsServerList.default([]),
    standard: 'those of the machine',
    meaning: 'DNS servers that are asked to verify a domain, comma separated: 192.0.2.1 or 192.0.2.1:53.',
  },
  outboundHosts: {
    name: 'LANYARD_OUTBOUND_HOSTS',
    type: outboundHostList.default([]),
    standard: 'none',
    meaning:
      'Identity providers that may have a private address, comma separated: host or host:port, or http://host:port to allow http too.',
  },
  webhookHosts: {
    name: 'LANYARD_WEBHOOK_HOSTS',
    type: webhookHostList.default([]),
    standard: 'no webhook is sent',
    meaning:
      'Where webhooks may go, comma separated: host or host:port, which may be private, http://host:port to allow http too, or * for any public address by https.',
  },
  clamd: {
    name: 'LANYARD_CLAMD',
    type: filePath.optional(),
    standard: 'images are not scanned',
    meaning:
      'The socket of ClamAV, such as /run/clamav/clamd.ctl. It must be private, because clamd has no authentication.',
  },
  scansAtOnce: {
    name: 'LANYARD_SCANS_AT_ONCE',
    type: wholeNumber(1, 16).default(1),
    meaning: 'How many layers a server scans at once, 1 to 16.',
  },
  scannerUrl: {
    name: 'LANYARD_SCANNER_URL',
    type: openUrl.optional(),
    standard: 'images are not scanned for vulnerabilities',
    meaning:
      'The address of a scanner with an adapter for Harbor, such as http://127.0.0.1:8080. The server talks to this address alone, and sends it registry tokens that pull one repository. Use https unless it is on this machine.',
  },
  scannerToken: {
    name: 'LANYARD_SCANNER_TOKEN',
    type: z
      .string()
      .min(1)
      .transform((token) => new Secret(token))
      .optional(),
    standard: 'none',
    isSecret: true,
    meaning: 'The secret that the server sends to this scanner: a token, an API key, or name:password.',
  },
  scannerAuthentication: {
    name: 'LANYARD_SCANNER_AUTH',
    type: z.enum(ADAPTER_AUTHENTICATIONS).default('bearer'),
    meaning:
      'How it sends the secret: bearer, basic, or api-key for the header X-ScannerAdapter-API-Key. These are the ways that Harbor knows.',
  },
  scanner: {
    name: 'LANYARD_SCANNER',
    type: scannerProgram.optional(),
    standard: 'no scanner of this machine is used',
    meaning:
      'A scanner for vulnerabilities on this machine instead: trivy or grype, or the absolute path of one of them. It runs with the account of this server.',
  },
  registryStorageHosts: {
    name: 'LANYARD_REGISTRY_STORAGE_HOSTS',
    type: outboundHostList.default([]),
    standard: 'none: redirects are refused',
    meaning:
      'Where a registry may redirect this server for a layer, comma separated: host or host:port, or http://host:port to allow http too. These hosts get no token.',
  },
} as const satisfies Readonly<Record<string, Setting>>;

type SettingKey = keyof typeof SETTINGS;
export type Settings = { readonly [Key in SettingKey]: z.output<(typeof SETTINGS)[Key]['type']> };
