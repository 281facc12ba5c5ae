import { Alert, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImageVerdict, SecurityOverview } from '../../api/types.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { verdictLabel } from '../../parts/badges.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Fact, FactList, Pager } from '../../parts/lists.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { formatBytes, shortDigest } from '../images/use-images.ts';
import { useOrganization } from '../organizations/use-organization.ts';
import { IMAGES_PAGE_SIZE, imagesOfVerdictQuery, securityQuery } from './use-security.ts';

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
        {progress && <Fact label="Queue">{queueText(progress)}</Fact>}
        {progress?.oldestScanAt && (
          <Fact label="Oldest scan">
            <TimeText at={progress.oldestScanAt} />
          </Fact>
        )}
      </FactList>
    </Stack>
  );
}

/** "120 layers of this server wait, about 2 hours at the rate of the last hour" */
function queueText({ waiting, outdated, scannedInLastHour }: NonNullable<SecurityOverview['progress']>): string {
  const left = waiting + outdated;
  if (left === 0) return 'empty';
  const layers = `${left.toLocaleString()} ${left === 1 ? 'layer' : 'layers'} of this server`;
  if (scannedInLastHour === 0) return layers;
  const hours = Math.ceil(left / scannedInLastHour);
  return `${layers}, about ${hours.toLocaleString()} ${hours === 1 ? 'hour' : 'hours'} at the rate of the last hour`;
}

interface ImagesProps {
  readonly organization: string;
  readonly counts: SecurityOverview['counts'];
}

function Images({ organization, counts }: ImagesProps) {
  const worst = VERDICTS.find((verdict) => (counts[verdict] ?? 0) > 0) ?? 'clean';
  const [verdict, setVerdict] = useState<ImageVerdict>(worst);
  const [page, setPage] = useState(1);
  const query = useQuery(imagesOfVerdictQuery(organization, verdict, page));
  const { data } = query;
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Images by verdict
      </Title>
      <SegmentedControl
        aria-label="Verdict"
        value={verdict}
        onChange={(value) => {
          setVerdict(value as ImageVerdict);
          setPage(1);
        }}
        data={VERDICTS.map((value) => ({
          value,
          label: `${verdictLabel(value)} (${(counts[value] ?? 0).toLocaleString()})`,
        }))}
        orientation="horizontal"
        style={{ flexWrap: 'wrap' }}
        mb="md"
      />
      <QueryStatus query={query} name="images" height={120} />
      {data?.total === 0 && <Text c="dimmed">No image has this verdict.</Text>}
      {data && data.total > 0 && (
        <>
          <CardTable label="Images" columns={['Repository', 'Image', 'First seen']}>
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
    </section>
  );
}
