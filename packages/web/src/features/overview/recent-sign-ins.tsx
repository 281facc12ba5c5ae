import { Badge, Button, List, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, client } from '../../api/client.ts';
import type { Overview } from '../../api/types.ts';
import { useEnding } from '../../api/use-ending.ts';
import { AnchorLink } from '../../parts/anchor-link.tsx';
import { describeBrowser, describeClient } from '../../parts/describe-client.ts';
import { ConfirmDialog, type Dialog, useDialog } from '../../parts/dialogs.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { Row, RowList } from '../../parts/row-list.tsx';
import { TimeText } from '../../parts/time-text.tsx';

type SignIn = Overview['signIns'][number];

/** The newest sign-ins of the account, and what to do about one by somebody else. */
export function RecentSignIns({ signIns }: Pick<Overview, 'signIns'>) {
  const dialog = useDialog<SignIn>();
  return (
    <section>
      <SectionHead title="Recent sign-ins">
        Browsers and command lines that are signed in now.{' '}
        <AnchorLink to="/account/security" inherit underline="always">
          Show all
        </AnchorLink>
      </SectionHead>
      <RowList>
        {signIns.map((signIn) => (
          <Row
            key={signIn.id}
            title={
              <>
                {nameOf(signIn)}{' '}
                {isCurrent(signIn) && (
                  <Badge variant="light" tt="none">
                    This browser
                  </Badge>
                )}
              </>
            }
            action={
              !isCurrent(signIn) && (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`This was not me: ${nameOf(signIn)}`}
                  onClick={() => dialog.open(signIn)}
                >
                  This was not me
                </Button>
              )
            }
          >
            <TimeText at={signIn.createdAt} /> from {signIn.address}
            {signIn.type === 'command-line' && signIn.registry !== null && ` for ${signIn.registry}`}
          </Row>
        ))}
      </RowList>
      <NotMeDialog dialog={dialog} />
    </section>
  );
}

function nameOf(signIn: SignIn): string {
  return signIn.type === 'session' ? describeBrowser(signIn.client) : describeClient(signIn.client);
}

function isCurrent(signIn: SignIn): boolean {
  return signIn.type === 'session' && signIn.isCurrent;
}

/** Ends the sign-in first. Then the person chooses a new password, because anyone who signed in knows the old one. */
function NotMeDialog({ dialog: { subject, isOpen, close } }: { readonly dialog: Dialog<SignIn> }) {
  const navigate = useNavigate();
  const end = useEnding(({ type, id }: SignIn) => {
    const params = { path: { id } };
    return type === 'session'
      ? answerOf(client.DELETE('/api/sessions/{id}', { params }))
      : answerOf(client.DELETE('/api/sign-ins/{id}', { params: { ...params, query: { tokens: 'all' } } }));
  });
  const onSuccess = () => {
    close();
    void navigate({ to: '/account/security', hash: 'password' });
  };
  return (
    <ConfirmDialog
      title="You did not sign in there?"
      action="End it, and change my password"
      change={end}
      isOpen={isOpen}
      onClose={close}
      onConfirm={() => subject && end.mutate(subject, { onSuccess })}
    >
      <Text mb="xs">Somebody else may know your password. This happens now:</Text>
      <List>
        <List.Item>{subject ? nameOf(subject) : ''} is signed out at once</List.Item>
        {subject?.type === 'command-line' && <List.Item>All access tokens that it created are deleted</List.Item>}
        <List.Item>Then you choose a new password, which signs out everybody else</List.Item>
      </List>
    </ConfirmDialog>
  );
}
