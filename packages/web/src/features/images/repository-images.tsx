import { Anchor, Modal, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Tag } from '../../api/types.ts';
import { VerdictBadge } from '../../parts/badges.tsx';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { CardTable, Pager } from '../../parts/lists.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { ImageView } from './image-view.tsx';
import { formatBytes, shortDigest, TAGS_PAGE_SIZE, tagsQuery } from './use-images.ts';

interface RepositoryImagesProps {
  readonly organization: string;
  readonly repository: string;
  readonly isAdmin: boolean;
  /** Only owners can accept findings. */
  readonly isOwner: boolean;
}

/** The tags of a repository, with the scan results of their images. */
export function RepositoryImages({ organization, repository, isAdmin, isOwner }: RepositoryImagesProps) {
  const [page, setPage] = useState(1);
  const [opened, setOpened] = useState<string>();
  const query = useQuery(tagsQuery(organization, repository, page));
  const { data } = query;
  return (
    <section>
      <Title order={3} size="h4" mb="xs">
        Images
      </Title>
      <QueryStatus query={query} name="images" height={80} />
      {data && !data.isConnected && (
        <Text size="sm" c="dimmed">
          This server does not know what the registry holds. Its operator can connect the registry.
        </Text>
      )}
      {data?.isConnected && data.total === 0 && (
        <Text size="sm" c="dimmed">
          No image has been pushed yet.
        </Text>
      )}
      {data && data.total > 0 && (
        <>
          <CardTable label="Images" columns={['Tag', 'Scan', 'Size', 'Pushed']}>
            {data.tags.map((tag) => (
              <TagRow key={`${tag.registry} ${tag.tag}`} tag={tag} onOpen={() => setOpened(tag.digest)} />
            ))}
          </CardTable>
          <Pager total={data.total} pageSize={TAGS_PAGE_SIZE} page={page} onPage={setPage} noun="tags" />
        </>
      )}
      <Modal opened={opened !== undefined} onClose={() => setOpened(undefined)} title="Image" size="xl" centered>
        {opened !== undefined && (
          <ImageView
            organization={organization}
            repository={repository}
            digest={opened}
            isAdmin={isAdmin}
            isOwner={isOwner}
            onOpen={setOpened}
          />
        )}
      </Modal>
    </section>
  );
}

function TagRow({ tag, onOpen }: { readonly tag: Tag; readonly onOpen: () => void }) {
  const sizes = tag.kind === 'index' ? tag.children.map(({ size }) => size ?? 0) : [tag.size];
  const largest = Math.max(...sizes, 0);
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component="button" type="button" fz="inherit" fw={500} onClick={onOpen}>
          {tag.tag}
        </Anchor>
        <Text size="xs" c="dimmed">
          {whatItIs(tag)}
        </Text>
      </Table.Td>
      <Table.Td data-label="Scan">
        <VerdictBadge verdict={tag.verdict} />
      </Table.Td>
      <Table.Td data-label="Size">{formatBytes(largest)}</Table.Td>
      <Table.Td data-label="Pushed">
        <TimeText at={tag.pushed?.at ?? tag.seenAt} />
        {tag.pushed?.holder && (
          <Text size="xs" c="dimmed">
            by {tag.pushed.holder}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** "linux/amd64, linux/arm64", or the digest if no platform is known. */
function whatItIs({ kind, platform, children, artifactType, digest }: Tag): string {
  if (kind === 'artifact') return artifactType ?? 'artifact';
  const platforms = kind === 'index' ? children.map((child) => child.platform) : [platform];
  const named = platforms.flatMap((one) => (one && one.os !== 'unknown' ? [`${one.os}/${one.architecture}`] : []));
  return named.length === 0 ? shortDigest(digest) : named.join(', ');
}
