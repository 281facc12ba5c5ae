import { Button, Skeleton, Stack, Tabs, Text, Title } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import type { paths } from '../../api/generated/schema.d.ts';
import { CopyField } from '../../parts/copy-field.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';

const PRODUCTS = [
  { product: 'distribution-3', label: 'Distribution 3', file: 'config.yml' },
  { product: 'distribution-2.8', label: 'Distribution 2.8', file: 'config.yml' },
  { product: 'zot', label: 'zot', file: 'config.json' },
] as const satisfies readonly { readonly product: RegistryProduct; readonly label: string; readonly file: string }[];

/** What to paste on the registry's machine so that it trusts this server. */
export function RegistryConfiguration() {
  return (
    <section>
      <Title order={2} mb="xs">
        Let your registry trust this server
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
  const { data, error, refetch } = useQuery(registriesQuery);
  const kind = product === 'zot' ? 'zot' : 'distribution';
  const registry = data?.registries.find((one) => one.kind === kind);
  if (error) return <FaultAlert fault={error} onRetry={() => void refetch()} />;
  if (registry) return <Pasted name={registry.name} product={product} file={file} />;
  if (!data) return <Skeleton height={200} aria-label="The registries are being loaded" />;
  if (kind === 'zot') return <AddZotRegistry />;
  return <Text c="dimmed">No registry of this kind is known here: add one with the operator's command.</Text>;
}

interface PastedProps {
  readonly name: string;
  readonly product: RegistryProduct;
  readonly file: string;
}

function Pasted({ name, product, file }: PastedProps) {
  const { data, error, refetch } = useQuery(configurationQuery(name, product));
  if (error) return <FaultAlert fault={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={200} aria-label="The configuration is being loaded" />;
  return (
    <Stack gap="md">
      <div>
        <Text size="sm" mb={4}>
          Store this certificate on the registry's machine as {data.certificatePath}. It holds no secret.
        </Text>
        <CopyField label="the certificate" text={data.trustedCertificate.trimEnd()} />
      </div>
      <div>
        <Text size="sm" mb={4}>
          Merge this into its {file}, and restart it once.
        </Text>
        <CopyField label="the configuration" text={data.configuration.trimEnd()} />
      </div>
    </Stack>
  );
}

function AddZotRegistry() {
  const add = useAddZotRegistry();
  return (
    <Stack align="flex-start">
      <Text>zot holds one fixed key where others trust a root, so it needs a registry entry of its own here.</Text>
      <FaultAlert fault={add.error} />
      <Button variant="default" loading={add.isPending} onClick={() => add.mutate()}>
        Add a registry of kind zot
      </Button>
    </Stack>
  );
}

type RegistryProduct = paths['/api/registries/{name}/configuration']['get']['parameters']['query']['for'];

const REGISTRIES = 'registries';

const registriesQuery = queryOptions({
  queryKey: [REGISTRIES],
  queryFn: () => answerOf(client.GET('/api/registries')),
});

const configurationQuery = (name: string, product: RegistryProduct) =>
  queryOptions({
    queryKey: [REGISTRIES, name, 'configuration', product],
    queryFn: () =>
      answerOf(
        client.GET('/api/registries/{name}/configuration', { params: { path: { name }, query: { for: product } } }),
      ),
  });

/** zot holds one fixed key, so it needs a registry of its own kind. */
function useAddZotRegistry() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => answerOf(client.POST('/api/registries', { body: { name: 'zot', service: 'zot', kind: 'zot' } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [REGISTRIES] }),
  });
}
