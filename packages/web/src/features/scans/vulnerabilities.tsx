import { Anchor, Button, Group, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Image, Vulnerability } from '../../api/types.ts';
import { SeverityBadge, severityLabel } from '../../parts/badges.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import type { FindingKey } from './use-accepted-findings.ts';
import { findingText } from './use-accepted-findings.ts';
import { SEVERITIES_WORST_FIRST, VULNERABILITIES_PAGE_SIZE, vulnerabilitiesQuery } from './use-security.ts';

interface VulnerabilitiesProps {
  readonly organization: string;
  readonly repository: string;
  readonly digest: string;
  readonly vulnerabilities: NonNullable<Image['vulnerabilities']>;
  /** Undefined for a person who cannot accept findings. */
  readonly onAccept: ((finding: FindingKey) => void) | undefined;
}

/** The known vulnerabilities of the packages in an image. */
export function Vulnerabilities({ vulnerabilities, ...which }: VulnerabilitiesProps) {
  const { scannedAt, engine, fault, counts, hasSbom } = vulnerabilities;
  const { repository: name, digest } = which;
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Vulnerabilities
      </Title>
      {fault !== null && <Text size="sm">The scan failed and will be tried again: {fault}</Text>}
      {scannedAt === null ? (
        <Text size="sm" c="dimmed">
          Not scanned for vulnerabilities yet.
        </Text>
      ) : (
        <>
          <Text size="sm">
            {summaryOf(counts)} <TimeText at={scannedAt} />
            {engine !== null && ` by ${engine}`}
            {hasSbom && (
              <>
                {'. '}
                <Anchor
                  href={`/api/repository/sbom?${new URLSearchParams({ name, digest })}`}
                  download="sbom.cdx.json"
                  underline="always"
                >
                  Bill of materials (CycloneDX)
                </Anchor>
              </>
            )}
          </Text>
          {Object.values(counts ?? {}).some((count) => count > 0) && <VulnerabilityList {...which} />}
        </>
      )}
    </section>
  );
}

/** "2 critical, 1 high. Scanned" */
function summaryOf(counts: NonNullable<Image['vulnerabilities']>['counts']): string {
  const found = SEVERITIES_WORST_FIRST.flatMap((severity) => {
    const count = counts?.[severity] ?? 0;
    return count === 0 ? [] : [`${count.toLocaleString()} ${severityLabel(severity).toLowerCase()}`];
  });
  return `${found.length === 0 ? 'None found' : found.join(', ')}. Scanned`;
}

function VulnerabilityList({
  organization,
  repository,
  digest,
  onAccept,
}: Omit<VulnerabilitiesProps, 'vulnerabilities'>) {
  const [page, setPage] = useState(1);
  const query = useQuery(vulnerabilitiesQuery(organization, repository, digest, page));
  const { data } = query;
  if (!data) return <QueryStatus query={query} name="vulnerabilities" height={120} />;
  return (
    <>
      <CardTable label="Vulnerabilities" columns={['Vulnerability', 'Severity', 'Package', 'Fixed in', '']}>
        {data.vulnerabilities.map((one) => (
          <VulnerabilityRow key={`${one.id} ${one.package} ${one.version}`} vulnerability={one} onAccept={onAccept} />
        ))}
      </CardTable>
      <Pager
        total={data.total}
        pageSize={VULNERABILITIES_PAGE_SIZE}
        page={page}
        onPage={setPage}
        noun="vulnerabilities"
      />
    </>
  );
}

interface VulnerabilityRowProps extends Pick<VulnerabilitiesProps, 'onAccept'> {
  readonly vulnerability: Vulnerability;
}

function VulnerabilityRow({ vulnerability, onAccept }: VulnerabilityRowProps) {
  const { id, severity, version, fixVersion, link, description } = vulnerability;
  const finding = { kind: 'vulnerability', finding: id, place: vulnerability.package } as const;
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {link === null ? (
          id
        ) : (
          <Anchor href={link} target="_blank" rel="noreferrer" fz="inherit">
            {id}
          </Anchor>
        )}
        {description !== '' && (
          <Text size="xs" c="dimmed" lineClamp={2}>
            {description}
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label="Severity">
        <SeverityBadge severity={severity} />
      </Table.Td>
      <Table.Td data-label="Package" style={{ overflowWrap: 'anywhere' }}>
        {vulnerability.package}
        <Text size="xs" c="dimmed">
          {version}
        </Text>
      </Table.Td>
      <Table.Td data-label="Fixed in">{fixVersion === '' ? 'No fix yet' : fixVersion}</Table.Td>
      <Table.Td data-label="Actions">
        {onAccept && (
          <Group>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Accept: ${findingText(finding)}`}
              onClick={() => onAccept(finding)}
            >
              Accept…
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
