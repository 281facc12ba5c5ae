import { Button, Checkbox, Group, List, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, client } from '../../api/client.ts';
import { SIGNED_IN } from '../../api/session.ts';
import type { NoticeChoice, UnwantedNotice } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/page-head.tsx';

const choicesQuery = queryOptions({
  queryKey: [SIGNED_IN, 'notices'],
  queryFn: () => answerOf(client.GET('/api/account/notices')),
});

/** The choice of mails that the account gets. */
export function NoticeChoices() {
  const { data, error } = useQuery(choicesQuery);
  return (
    <section>
      <SectionHead title="Notices by mail">
        Choose which mails you get about your account and your organizations.
      </SectionHead>
      <FaultAlert fault={error} />
      {data && <ChoiceForm notices={data.notices} />}
    </section>
  );
}

function ChoiceForm({ notices }: { readonly notices: readonly NoticeChoice[] }) {
  const optional = notices.filter(({ security }) => !security);
  const [wanted, setWanted] = useState(() => optional.filter((one) => one.wanted).map(({ kind }) => kind));
  const save = useSave();
  const unwanted = optional.map(({ kind }) => kind).filter((kind) => !wanted.includes(kind));
  return (
    <Stack maw={704}>
      <Checkbox.Group label="Mails that you can turn off" value={wanted} onChange={setWanted}>
        <Stack gap="xs" mt="xs">
          {optional.map(({ kind, label }) => (
            <Checkbox key={kind} value={kind} label={label} />
          ))}
        </Stack>
      </Checkbox.Group>
      <FaultAlert fault={save.error} />
      <Group>
        <Button
          variant="default"
          loading={save.isPending}
          onClick={() => save.mutate(unwanted as readonly UnwantedNotice[])}
        >
          Save
        </Button>
      </Group>
      <div>
        <Text size="sm" fw={500} mb={4}>
          Security notices, which you always get
        </Text>
        <List size="sm">
          {notices
            .filter(({ security }) => security)
            .map(({ kind, label }) => (
              <List.Item key={kind}>{label}</List.Item>
            ))}
        </List>
      </div>
    </Stack>
  );
}

function useSave() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (unwanted: readonly UnwantedNotice[]) =>
      answerOf(client.PUT('/api/account/notices', { body: { unwanted: [...unwanted] } })),
    onSuccess: (choices) => {
      queryClient.setQueryData(choicesQuery.queryKey, choices);
      notifications.show({ message: 'Notices saved.' });
    },
  });
}
