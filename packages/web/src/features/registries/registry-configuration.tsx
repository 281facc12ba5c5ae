import { Button, Stack, Tabs, Text, Title } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { paths } from '../../api/generated/schema.d.ts';
import type { Registry } from '../../api/types.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { FaultAlert, QueryStatus } from '../../parts/fault-alert.tsx';
import { HostsForm } from './hosts-form.tsx';
import { REGISTRIES, registriesQuery } from './registries-query.ts';

type RegistryProduct = paths['/api/registries/{name}/configuration']['get']['parameters']['query']['for'];

const PRODUCTS = [
  { product: 'distribution-3', label: 'Distribution 3', file: 'config.yml' },
  { product: 'distribution-2.8', label: 'Distribution 2.8', file: 'config.yml' },
  { product: 'zot', label: 'zot', file: 'zot.yaml' },
] as const satisfies readonly { readonly product: RegistryProduct; readonly label: string; readonly file: string }[];

/** The configuration for one known registry. */
export function ConfigurationOf({ registry: { name, kind } }: { readonly registry: Registry }) {
  const products = PRODUCTS.filter(({ product }) => (product === 'zot') === (kind === 'zot'));
  const [first] = products;
  return (
    <Tabs defaultValue={first?.product ?? null} keepMounted={false}>
      <Tabs.List>
        {products.map(({ product, label }) => (
          <Tabs.Tab key={product} value={product}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {products.map(({ product, file }) => (
        <Tabs.Panel key={product} value={product} pt="md">
          <ConfigurationTexts name={name} product={product} file={file} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** The configuration to copy to the registry, so that it trusts this server. */
export function RegistryConfiguration() {
  return (
    <section>
      <Title order={2} mb="xs">
        Configure your registry
      </Title>
      <Tabs defaultValue={PRODUCTS[0].product} keepMounted={false}>
        <Tabs.List>
          {PRODUCTS.map(({ product, label }) => (
            <Tabs.Tab key={product} value={product}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {PRODUCTS.map((one) => (
          <Tabs.Panel key={one.product} value={one.product} pt="md">
            <ProductPanel {...one} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
}

function ProductPanel({ product, file }: (typeof PRODUCTS)[number]) {
  const registries = useQuery(registriesQuery);
  const kind = product === 'zot' ? 'zot' : 'distribution';
  const registry = registries.data?.registries.find((one) => one.kind === kind);
  if (!registries.data) return <QueryStatus query={registries} name="registries" height={200} />;
  if (registry)
    return (
      <Stack gap="md">
        <ConfigurationTexts name={registry.name} product={product} file={file} />
        <HostsForm
          key={registry.name}
          label="3. Where do people reach it?"
          name={registry.name}
          hosts={registry.hosts}
        />
      </Stack>
    );
  if (kind === 'zot') return <AddZotRegistry />;
  return (
    <Text c="dimmed">There is no registry of this kind yet. The operator can add one with the admin command.</Text>
  );
}

interface ConfigurationTextsProps {
  readonly name: string;
  readonly product: RegistryProduct;
  readonly file: string;
}

function ConfigurationTexts({ name, product, file }: ConfigurationTextsProps) {
  const configuration = useQuery(configurationQuery(name, product));
  const { data } = configuration;
  if (!data) return <QueryStatus query={configuration} name="the configuration" height={200} />;
  return (
    <Stack gap="md">
      <div>
        <Text size="sm" mb={4}>
          1. Save this certificate on the registry's machine as {data.certificatePath}. It is not secret.
        </Text>
        <CopyField name="the certificate" text={data.trustedCertificate.trimEnd()} />
      </div>
      <div>
        <Text size="sm" mb={4}>
          {product === 'zot'
            ? `2. Save this as ${file}, change address, port and folder, and start zot with it.`
            : `2. Add this to its ${file}, and restart the registry.`}
        </Text>
        <CopyField name="the configuration" text={data.configuration.trimEnd()} />
      </div>
    </Stack>
  );
}

function AddZotRegistry() {
  const queryClient = useQueryClient();
  const add = useMutation({
    mutationFn: () => answerOf(client.POST('/api/registries', { body: { name: 'zot', service: 'zot', kind: 'zot' } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [REGISTRIES] }),
  });
  return (
    <Stack align="flex-start">
      <Text>zot trusts one fixed key, not a root certificate, so it needs a registry entry of its own here.</Text>
      <FaultAlert fault={add.error} />
      <Button variant="default" loading={add.isPending} onClick={() => add.mutate()}>
        Add a zot registry
      </Button>
    </Stack>
  );
}

const configurationQuery = (name: string, product: RegistryProduct) =>
  queryOptions({
    queryKey: [REGISTRIES, name, 'configuration', product],
    queryFn: () =>
      answerOf(
        client.GET('/api/registries/{name}/configuration', { params: { path: { name }, query: { for: product } } }),
      ),
  });
