import { ANNOUNCED_RULES, type AnnouncedRule } from '@lanyard/core/lifetimes/announced-rules';
import { RULE_SUBJECTS } from '@lanyard/core/lifetimes/rule-in-words';
import { Autocomplete, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { ReasonUntilFields, useReasonUntil } from '../../parts/reason-until-fields.tsx';
import { membersQuery } from '../organizations/use-organization.ts';
import { useExempt } from './use-lifetimes.ts';

interface ExemptDialogProps {
  readonly organization: string;
  /** The token to exempt; undefined to ask for a member. */
  readonly token?: { readonly id: string; readonly holder: string };
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const TYPED_MILLISECONDS = 200;
const NAMES_SHOWN = 8;
const USUAL_DAYS = 90;

/** Lets a token, or a member with all credentials, in although a rule would not. */
export function ExemptDialog({ organization, token, isOpen, onClose }: ExemptDialogProps) {
  const [member, setMember] = useState('');
  const [rule, setRule] = useState<AnnouncedRule>('tokenUnusedSeconds');
  const until = useReasonUntil(USUAL_DAYS);
  const exempt = useExempt(organization);
  // The server searches, because an organization can have more members than a page should load.
  const [typed] = useDebouncedValue(member.trim(), TYPED_MILLISECONDS);
  const found = membersQuery(organization, { pageSize: NAMES_SHOWN, search: typed });
  const members = useQuery({ ...found, enabled: isOpen && !token && typed !== '' }).data?.members ?? [];
  const names = members.map(({ account }) => account);
  const close = () => {
    exempt.reset();
    onClose();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    const subject = token ? { token: token.id } : { member: member.trim() };
    exempt.mutate({ rule, ...subject, ...until.sent }, { onSuccess: close });
  };
  const rules = ANNOUNCED_RULES.filter((name) => !token || name !== 'passwordAtRegistry');
  return (
    <Modal opened={isOpen} onClose={close} title={token ? 'Exempt this token' : 'Exempt a member'} centered>
      <form onSubmit={send}>
        <Stack>
          <Text size="sm">
            {token
              ? `The token of ${token.holder} reaches ${organization} until the end date, although the rule would stop it.`
              : `All access tokens and the password of the member reach ${organization} until the end date, although the rule would stop them.`}{' '}
            The holder gets a mail now, and before it ends.
          </Text>
          {!token && (
            <Autocomplete
              label="Member"
              required
              maxLength={100}
              data-autofocus
              data={names}
              limit={NAMES_SHOWN}
              openOnFocus={false}
              value={member}
              onChange={setMember}
            />
          )}
          <NativeSelect
            label="Rule"
            data={rules.map((value) => ({ value, label: capital(RULE_SUBJECTS[value]) }))}
            value={rule}
            onChange={(event) => setRule(event.currentTarget.value as AnnouncedRule)}
          />
          <ReasonUntilFields value={until} readers="Shown to the holder and in the audit log." />
          <FaultAlert fault={exempt.error} />
          <FormButtons action="Exempt" isBusy={exempt.isPending} onClose={close} />
        </Stack>
      </form>
    </Modal>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
