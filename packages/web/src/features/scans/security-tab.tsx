import { Alert, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImageVerdict, SecurityOverview, Severity } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { severityLabel, verdictLabel } from '../../parts/badges.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Fact, FactList, Pager } from '../../parts/lists.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { formatBytes, shortDigest } from '../images/use-images.ts';
import { useOrganization } from '../organizations/use-organization.ts';
import {
  IMAGES_PAGE_SIZE,
  type ImageFilter,
  imagesQuery,
  SEVERITIES_WORST_FIRST,
  securityQuery,
} from './use-security.ts';

/** The worst first. */
const VERDICTS: readonly ImageVerdict[] = ['infected', 'failed', 'not-scanned', 'waiting', 'clean'];

/** The scan results for an organization's images. */
export function SecurityTab() {
  const { name } = useOrganization();
  const query = useQuery(securityQuery(name));
  const { data } = query;
  return (
    <section>
      <SectionHead title="Security">
        Images in the repositories of {name} are scanned for malware when they are pushed, and again with each new
        signature database.
      </SectionHead>
      <QueryStatus query={query} name="the overview" height={240} />
      {data && (
        <Stack gap="xl">
          <Scanner overview={data} />
          <Images organization={name} counts={data.counts} />
          <VulnerableImages organization={name} vulnerabilities={data.vulnerabilities} />
        </Stack>
      )}
    </section>
  );
}

function Scanner({ overview: { engine, progress } }: { readonly overview: SecurityOverview }) {
  if (!engine)
    return (
      <Alert color="yellow" title="This server scans no images">
        Its operator can set up ClamAV with the setting LANYARD_CLAMD.
      </Alert>
    );
  return (
    <Stack gap="md">
      {engine.fault !== null && (
        <Alert color="red" title="The scanner cannot be used now">
          {engine.fault}. Images keep their last verdict, and new images wait.
        </Alert>
      )}
      {engine.blindSpots.length > 0 && (
        <Alert color="yellow" title="The scanner does not report what it skips">
          {engine.blindSpots.join(' ')} Until then, no image that contains an archive counts as clean.
        </Alert>
      )}
      <FactList>
        <Fact label="Scanner">{engine.version ?? 'not reached yet'}</Fact>
        <Fact label="Signatures since">
          <TimeText at={engine.versionSince} />
        </Fact>
        <Fact label="Largest file">{formatBytes(engine.maximumFileBytes)}</Fact>
        <Fact label="Tested">
          <TimeText at={engine.testedAt} />
        </Fact>
        {progress && (
          <Fact label="Queue">
            {queueText(progress.waiting + progress.outdated, progress.scannedInLastHour, 'layer')}
          </Fact>
        )}
        {progress?.oldestScanAt && (
          <Fact label="Oldest scan">
            <TimeText at={progress.oldestScanAt} />
          </Fact>
        )}
      </FactList>
    </Stack>
  );
}

/** "120 layers of this server, about 2 hours at the rate of the last hour" */
function queueText(left: number, scannedInLastHour: number, noun: string): string {
  if (left === 0) return 'empty';
  const all = `${left.toLocaleString()} ${left === 1 ? noun : `${noun}s`} of this server`;
  if (scannedInLastHour === 0) return all;
  const hours = Math.ceil(left / scannedInLastHour);
  return `${all}, about ${hours.toLocaleString()} ${hours === 1 ? 'hour' : 'hours'} at the rate of the last hour (${scannedInLastHour.toLocaleString()})`;
}

interface ImagesProps {
  readonly organization: string;
  readonly counts: SecurityOverview['counts'];
}

function Images({ organization, counts }: ImagesProps) {
  const worst = VERDICTS.find((verdict) => (counts[verdict] ?? 0) > 0) ?? 'clean';
  const [verdict, setVerdict] = useState<ImageVerdict>(worst);
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Images by verdict
      </Title>
      <SegmentedControl
        aria-label="Verdict"
        value={verdict}
        onChange={(value) => setVerdict(value as ImageVerdict)}
        data={VERDICTS.map((value) => ({
          value,
          label: `${verdictLabel(value)} (${(counts[value] ?? 0).toLocaleString()})`,
        }))}
        orientation="horizontal"
        style={{ flexWrap: 'wrap' }}
        mb="md"
      />
      <ImageList key={verdict} label="Images by verdict" organization={organization} filter={{ verdict }} />
    </section>
  );
}

type VulnerableImagesProps = Pick<ImagesProps, 'organization'> & Pick<SecurityOverview, 'vulnerabilities'>;

/** Nothing if this server has no scanner for vulnerabilities. */
function VulnerableImages({ organization, vulnerabilities }: VulnerableImagesProps) {
  const { engine, counts, waiting, scannedInLastHour } = vulnerabilities;
  const worst = SEVERITIES_WORST_FIRST.find((severity) => (counts[severity] ?? 0) > 0) ?? 'critical';
  const [severity, setSeverity] = useState<Severity>(worst);
  if (!engine)
    return (
      <Text size="sm" c="dimmed">
        This server does not look for vulnerabilities. Its operator can set up a scanner with the setting
        LANYARD_SCANNER_URL or LANYARD_SCANNER.
      </Text>
    );
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Images by their most severe vulnerability
      </Title>
      {engine.fault !== null && (
        <Alert color="red" title="The scanner for vulnerabilities cannot be used now" mb="md">
          {engine.fault}. Images keep their last report, and new images wait.
        </Alert>
      )}
      <FactList>
        <Fact label="Scanner">{engine.version ?? 'not reached yet'}</Fact>
        <Fact label="Database since">
          <TimeText at={engine.versionSince} />
        </Fact>
        <Fact label="Queue">{queueText(waiting, scannedInLastHour, 'image')}</Fact>
        <Fact label="Without vulnerabilities">{(counts.none ?? 0).toLocaleString()}</Fact>
      </FactList>
      <SegmentedControl
        aria-label="Severity"
        value={severity}
        onChange={(value) => setSeverity(value as Severity)}
        data={SEVERITIES_WORST_FIRST.map((value) => ({
          value,
          label: `${severityLabel(value)} (${(counts[value] ?? 0).toLocaleString()})`,
        }))}
        orientation="horizontal"
        style={{ flexWrap: 'wrap' }}
        my="md"
      />
      <ImageList key={severity} label="Vulnerable images" organization={organization} filter={{ severity }} />
    </section>
  );
}

interface ImageListProps {
  readonly label: string;
  readonly organization: string;
  readonly filter: ImageFilter;
}

function ImageList({ label, organization, filter }: ImageListProps) {
  const [page, setPage] = useState(1);
  const query = useQuery(imagesQuery(organization, filter, page));
  const { data } = query;
  return (
    <>
      <QueryStatus query={query} name="images" height={120} />
      {data?.total === 0 && <Text c="dimmed">No images.</Text>}
      {data && data.total > 0 && (
        <>
          <CardTable label={label} columns={['Repository', 'Image', 'First seen']}>
            {data.images.map(({ repository, digest, seenAt }) => (
              <Table.Tr key={`${repository} ${digest}`}>
                <Table.Td>
                  <AnchorLink
                    to="/organizations/$organization/repositories"
                    params={{ organization }}
                    search={{ repository }}
                    fz="inherit"
                    fw={500}
                  >
                    {repository}
                  </AnchorLink>
                </Table.Td>
                <Table.Td data-label="Image">
                  <Text ff="monospace" fz="sm">
                    {shortDigest(digest)}
                  </Text>
                </Table.Td>
                <Table.Td data-label="First seen">
                  <TimeText at={seenAt} />
                </Table.Td>
              </Table.Tr>
            ))}
          </CardTable>
          <Pager total={data.total} pageSize={IMAGES_PAGE_SIZE} page={page} onPage={setPage} noun="images" />
        </>
      )}
    </>
  );
}
