import { DomainError } from '@lanyard/core/domain-error';
import { Document, type Scalar, type YAMLMap } from 'yaml';
import type { Services } from '../../services.ts';
import type { Registry } from '../../store/records/registries/registries.ts';
import type { Caller } from '../access/caller.ts';
import { type RegistryWithCertificate, showRegistry } from './registries.ts';

export const REGISTRY_PRODUCTS = ['distribution-2.8', 'distribution-3', 'zot'] as const;
export type RegistryProduct = (typeof REGISTRY_PRODUCTS)[number];

/** The default path of the root certificate on the registry's machine. */
export const DEFAULT_CERTIFICATE_PATH = '/etc/lanyard/root.pem';

export interface RegistryConfigurationInput {
  readonly product: RegistryProduct;
  readonly registry: Registry;
  readonly publicUrl: string;
  /** The path of the certificate that the registry trusts, as `registry root` prints it. */
  readonly certificatePath: string;
}

export interface RegistryConfigurationQuery extends Pick<RegistryConfigurationInput, 'product' | 'certificatePath'> {
  readonly name: string;
}

/** For administrators and the operator. Errors: `forbidden`, `not-found`, `invalid-input` for a product of another kind. */
export async function showRegistryConfiguration(
  services: Services,
  caller: Caller,
  { name, ...input }: RegistryConfigurationQuery,
): Promise<RegistryWithCertificate & { readonly configuration: string }> {
  const shown = await showRegistry(services, caller, name);
  const configuration = registryConfiguration({ ...input, registry: shown.registry, publicUrl: services.publicUrl });
  return { ...shown, configuration };
}

/**
 * The part of a registry's configuration that makes it trust this server, ready to paste. Throws `invalid-input` if the
 * registry's kind does not match the product: zot would find a root instead of a fixed key, and Distribution the
 * reverse.
 */
export function registryConfiguration(input: RegistryConfigurationInput): string {
  const { product, registry } = input;
  if ((product === 'zot') !== (registry.kind === 'zot')) {
    throw new DomainError('invalid-input', { field: 'for', reason: `the registry is of kind ${registry.kind}` });
  }
  return product === 'zot' ? zotConfiguration(input) : distributionConfiguration(input);
}

/** Every text is quoted, because Distribution reads YAML 1.1, in which a plain `on` or `1_000` is not a text. */
function distributionConfiguration(input: RegistryConfigurationInput): string {
  const document = new Document({ auth: { token: distributionToken(input) } });
  document.commentBefore = introduction(input).join('\n');
  return document.toString({ defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 });
}

function introduction({ product, registry, certificatePath }: RegistryConfigurationInput): readonly string[] {
  return [
    ` CNCF ${product === 'distribution-3' ? 'Distribution 3' : 'Distribution 2.8'}: merge into config.yml.`,
    ` ${certificatePath} holds what "registry root ${registry.name}" prints;`,
    ' signing keys under it rotate without a restart of the registry.',
    ' A pull-through cache of this registry uses the realm only at the same host or registrable domain.',
  ];
}

function distributionToken({ product, registry, publicUrl, certificatePath }: RegistryConfigurationInput) {
  const token = {
    realm: `${publicUrl}/token`,
    service: registry.service,
    issuer: publicUrl,
    rootcertbundle: certificatePath,
  };
  return product === 'distribution-3' ? { ...token, signingalgorithms: ['ES256'] } : token;
}

/** A complete file, with which zot can start. It is YAML, because zot reads it and JSON has no comments. */
function zotConfiguration({ registry, publicUrl, certificatePath }: RegistryConfigurationInput): string {
  const bearer = { realm: `${publicUrl}/token`, service: registry.service, cert: certificatePath };
  const document = new Document({
    distSpecVersion: '1.1.1',
    storage: { rootDirectory: '/var/lib/zot', dedupe: false },
    http: {
      address: '127.0.0.1',
      port: '5000',
      readTimeout: ZOT_TIMEOUT,
      writeTimeout: ZOT_TIMEOUT,
      compat: ['docker2s2'],
      auth: { bearer },
    },
    log: { level: 'info' },
  });
  document.commentBefore = zotIntroduction(registry, certificatePath).join('\n');
  for (const [path, comment] of ZOT_COMMENTS) {
    const pair = (document.getIn(path.slice(0, -1)) as YAMLMap).items.find(({ key }) => String(key) === path.at(-1));
    (pair?.key as Scalar).commentBefore = comment;
  }
  return document.toString({ defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0 });
}

/**
 * Longer than any upload can take, because an upload ends with its token, after 900 s at most. Downloads can take
 * longer.
 */
const ZOT_TIMEOUT = '1h';

function zotIntroduction({ name, pushTokenTtlSeconds, tokenTtlSeconds }: Registry, certificatePath: string) {
  return [
    ' zot 2: a whole file. Save it as zot.yaml, change address, port and folder, and start "zot serve zot.yaml".',
    ` ${certificatePath} holds what "registry root ${name}" prints. zot reads it at its start.`,
    ' The key is for this zot alone: zot does not look at the audience of a token.',
    ` One upload must end within ${pushTokenTtlSeconds ?? tokenTtlSeconds} s: crane and oras fail when their token expires in it.`,
  ];
}

const ZOT_COMMENTS: readonly (readonly [path: readonly string[], comment: string])[] = [
  [['storage', 'dedupe'], ' Not true: with it, anyone who knows a digest can read the layer through any repository.'],
  [['http', 'readTimeout'], ' Without these two, zot cuts uploads and downloads that take longer than 60 s.'],
  [['http', 'compat'], ' For docker without the containerd image store, which pushes no OCI manifests.'],
];
