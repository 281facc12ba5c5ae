import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, client } from '../../api/client.ts';
import { SIGNED_IN } from '../../api/session.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { ORGANIZATIONS } from '../organizations/use-organization.ts';

const requestsQuery = queryOptions({
  queryKey: [SIGNED_IN, 'directory-requests'],
  queryFn: () => answerOf(client.GET('/api/account/directory-requests')),
});

/** Shown only while a directory asks to manage the account. */
export function DirectoryRequests({ onAnswered }: Pick<DirectoryRequestProps, 'onAnswered'>) {
  const { data } = useQuery(requestsQuery);
  return data?.requests.map(({ organization, userName }) => (
    <DirectoryRequest key={organization} organization={organization} userName={userName} onAnswered={onAnswered} />
  ));
}

interface DirectoryRequestProps {
  readonly organization: string;
  /** The directory's name for the person. */
  readonly userName: string;
  readonly onAnswered: () => void;
}

function DirectoryRequest({ organization, userName, onAnswered }: DirectoryRequestProps) {
  const answer = useAnswer(organization, onAnswered);
  return (
    <Alert color="yellow" title={`${organization} asks to manage your account`}>
      <Stack gap="sm">
        <Text size="sm">
          The directory of {organization} knows you as {userName}. If you accept:
        </Text>
        <List size="sm">
          <List.Item>You become a member of {organization}.</List.Item>
          <List.Item>The directory can put you into teams of {organization} and take you out.</List.Item>
          <List.Item>The directory can disable your account and enable it again.</List.Item>
        </List>
        <Text size="sm">If you decline, the directory cannot ask again.</Text>
        <FaultAlert fault={answer.error} />
        <Group>
          <Button loading={answer.isPending && answer.variables} onClick={() => answer.mutate(true)}>
            Accept
          </Button>
          <Button
            variant="default"
            loading={answer.isPending && !answer.variables}
            onClick={() => answer.mutate(false)}
          >
            Decline
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function useAnswer(organization: string, onAnswered: () => void) {
  const queryClient = useQueryClient();
  const params = { path: { organization } };
  return useMutation({
    mutationFn: (agrees: boolean) =>
      answerOf(
        agrees
          ? client.POST('/api/account/directory-requests/{organization}/confirm', { params })
          : client.POST('/api/account/directory-requests/{organization}/decline', { params }),
      ),
    onSuccess: async (_, agrees) => {
      const message = agrees ? `You are a member of ${organization}.` : `You declined the request of ${organization}.`;
      notifications.show({ message });
      // Called before the request leaves the page, because the button with the focus leaves with it.
      onAnswered();
      await queryClient.invalidateQueries({ queryKey: [SIGNED_IN] });
      await queryClient.invalidateQueries({ queryKey: [ORGANIZATIONS] });
    },
  });
}
