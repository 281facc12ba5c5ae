import { Anchor, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Image, ImageLayer } from '../../api/types.ts';
import { VerdictBadge } from '../../parts/badges.tsx';
import { CopyField } from '../../parts/copy-field.tsx';
import { useDialog } from '../../parts/dialogs.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable } from '../../parts/lists.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { AcceptDialog } from '../scans/accept-dialog.tsx';
import { AcceptedFindings } from '../scans/accepted-findings.tsx';
import { type FindingKey, findingText } from '../scans/use-accepted-findings.ts';
import { Vulnerabilities } from '../scans/vulnerabilities.tsx';
import { formatBytes, imageQuery, pullsQuery, shortDigest } from './use-images.ts';

interface ImageViewProps {
  readonly organization: string;
  readonly repository: string;
  readonly digest: string;
  readonly isAdmin: boolean;
  /** Only owners can accept findings. */
  readonly isOwner: boolean;
  /** Opens another image of the repository. */
  readonly onOpen: (digest: string) => void;
}

/** One manifest: its platforms or layers, the scan results, and who pulled it. */
export function ImageView({ organization, repository, digest, isAdmin, isOwner, onOpen }: ImageViewProps) {
  const query = useQuery(imageQuery(organization, repository, digest));
  const { data } = query;
  const accepting = useDialog<FindingKey>();
  if (!data) return <QueryStatus query={query} name="the image" height={240} />;
  return (
    <Stack gap="lg">
      <AcceptDialog
        organization={organization}
        repository={repository}
        digest={digest}
        finding={accepting.isOpen ? accepting.subject : undefined}
        onClose={accepting.close}
      />
      <CopyField name="the digest" text={`${repository}@${data.digest}`} />
      <Group gap="sm">
        <VerdictBadge verdict={data.verdict} />
        {data.kind !== 'index' && <Text size="sm">{formatBytes(data.size)}</Text>}
        {data.tags.length > 0 && <Text size="sm">Tags: {data.tags.join(', ')}</Text>}
      </Group>
      <Findings image={data} onAccept={isOwner ? accepting.open : undefined} />
      {data.vulnerabilities && (
        <Vulnerabilities
          organization={organization}
          repository={repository}
          digest={digest}
          vulnerabilities={data.vulnerabilities}
          onAccept={isOwner ? accepting.open : undefined}
        />
      )}
      {isAdmin && <AcceptedFindings organization={organization} repository={repository} isOwner={isOwner} />}
      {data.kind === 'index' ? <Platforms image={data} onOpen={onOpen} /> : <Layers layers={data.layers} />}
      {data.referrers.length > 0 && <Referrers image={data} onOpen={onOpen} />}
      {isAdmin && data.verdict === 'infected' && data.kind !== 'index' && (
        <Pulls organization={organization} repository={repository} digest={digest} />
      )}
    </Stack>
  );
}

interface FindingsProps {
  readonly image: Image;
  /** Undefined for a person who cannot accept findings. */
  readonly onAccept: ((finding: FindingKey) => void) | undefined;
}

/** What the scans found, and what they could not scan, for each layer. */
function Findings({ image: { layers }, onAccept }: FindingsProps) {
  const told = layers.filter(
    ({ infectionCount, unscannedCount, fault }) => infectionCount + unscannedCount > 0 || fault !== null,
  );
  if (told.length === 0) return null;
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Findings
      </Title>
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {told.map((layer) => (
          <li key={layer.digest}>
            <LayerFindings layer={layer} onAccept={onAccept} />
          </li>
        ))}
      </Stack>
    </section>
  );
}

function LayerFindings({ layer, onAccept }: { readonly layer: ImageLayer } & Pick<FindingsProps, 'onAccept'>) {
  const { infections, infectionCount, unscanned, unscannedCount, fault } = layer;
  const more = infectionCount - infections.length + (unscannedCount - unscanned.length);
  return (
    <>
      {infections.map(({ path, signature }) => (
        <FindingLine
          key={`${path} ${signature}`}
          finding={{ kind: 'malware', finding: signature, place: path }}
          onAccept={onAccept}
        >
          <b>{signature}</b> in {path}
        </FindingLine>
      ))}
      {unscanned.map(({ path, reason }) => (
        <FindingLine
          key={`${path} ${reason}`}
          finding={{ kind: 'not-scanned', finding: '', place: path }}
          onAccept={onAccept}
        >
          Not scanned: {path}: {reason}
        </FindingLine>
      ))}
      {fault !== null && <Text size="sm">The scan failed and will be tried again: {fault}</Text>}
      <Text size="xs" c="dimmed">
        {more > 0 && `and ${more.toLocaleString()} more, `}in layer {shortDigest(layer.digest)}
      </Text>
    </>
  );
}

interface FindingLineProps extends Pick<FindingsProps, 'onAccept'> {
  readonly finding: FindingKey;
  readonly children: ReactNode;
}

function FindingLine({ finding, onAccept, children }: FindingLineProps) {
  return (
    <Group gap="sm" justify="space-between" wrap="nowrap" align="start">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
      {onAccept && (
        <Button
          size="compact-xs"
          variant="default"
          style={{ flexShrink: 0 }}
          aria-label={`Accept: ${findingText(finding)}`}
          onClick={() => onAccept(finding)}
        >
          Accept…
        </Button>
      )}
    </Group>
  );
}

function Layers({ layers }: { readonly layers: readonly ImageLayer[] }) {
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Layers
      </Title>
      <CardTable label="Layers" columns={['Layer', 'Scan', 'Size', 'Scanned']}>
        {layers.map(({ digest, mediaType, verdict, size, scannedAt, engine }) => (
          <Table.Tr key={digest}>
            <Table.Td>
              <Text ff="monospace" fz="sm">
                {shortDigest(digest)}
              </Text>
              <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {mediaType}
              </Text>
            </Table.Td>
            <Table.Td data-label="Scan">
              <VerdictBadge verdict={verdict} />
            </Table.Td>
            <Table.Td data-label="Size">{formatBytes(size)}</Table.Td>
            <Table.Td data-label="Scanned">
              {scannedAt === null ? 'Not yet' : <TimeText at={scannedAt} />}
              {engine !== null && (
                <Text size="xs" c="dimmed">
                  {engine}
                </Text>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </CardTable>
    </section>
  );
}

interface LinkedProps {
  readonly image: Image;
  readonly onOpen: (digest: string) => void;
}

function Platforms({ image: { children }, onOpen }: LinkedProps) {
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Platforms
      </Title>
      <CardTable label="Platforms" columns={['Platform', 'Scan', 'Size']}>
        {children.map(({ digest, platform, size, verdict }) => (
          <Table.Tr key={digest}>
            <Table.Td>
              <Anchor
                component="button"
                type="button"
                fz="inherit"
                onClick={() => onOpen(digest)}
                disabled={verdict === null}
              >
                {platform
                  ? [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/')
                  : shortDigest(digest)}
              </Anchor>
            </Table.Td>
            <Table.Td data-label="Scan">
              {verdict === null ? 'Not in the registry' : <VerdictBadge verdict={verdict} />}
            </Table.Td>
            <Table.Td data-label="Size">{size === null ? '' : formatBytes(size)}</Table.Td>
          </Table.Tr>
        ))}
      </CardTable>
    </section>
  );
}

function Referrers({ image: { referrers }, onOpen }: LinkedProps) {
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Artifacts that refer to this image
      </Title>
      {referrers.map(({ digest, artifactType }) => (
        <Text key={digest} size="sm">
          <Anchor component="button" type="button" fz="inherit" onClick={() => onOpen(digest)}>
            {artifactType ?? 'image'}
          </Anchor>{' '}
          {shortDigest(digest)}
        </Text>
      ))}
    </section>
  );
}

/** From the gate's record, which goes back 90 days. */
function Pulls({ organization, repository, digest }: Pick<ImageViewProps, 'organization' | 'repository' | 'digest'>) {
  const query = useQuery(pullsQuery(organization, repository, digest));
  const { data } = query;
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Who pulled this image
      </Title>
      <QueryStatus query={query} name="pulls" height={60} />
      {data?.total === 0 && (
        <Text size="sm" c="dimmed">
          The gate recorded no pulls in the last 90 days.
        </Text>
      )}
      {data && data.total > 0 && (
        <CardTable label="Who pulled this image" columns={['Who', 'When', 'From']}>
          {data.passages.map(({ at, holder, address, client }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order
            <Table.Tr key={place}>
              <Table.Td>{holder ?? 'Anyone, without signing in'}</Table.Td>
              <Table.Td data-label="When">
                <TimeText at={at} />
              </Table.Td>
              <Table.Td data-label="From">
                {address}
                <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {client}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </CardTable>
      )}
    </section>
  );
}
