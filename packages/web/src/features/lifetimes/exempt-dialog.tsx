import { ANNOUNCED_RULES, type AnnouncedRule } from '@lanyard/core/lifetimes/announced-rules';
import { RULE_SUBJECTS } from '@lanyard/core/lifetimes/rule-in-words';
import { Autocomplete, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { FormButtons } from '../../parts/dialogs.tsx';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { memberNamesQuery } from '../organizations/use-organization.ts';
import { dayOf, startOf } from './start-days.ts';
import { useExempt } from './use-lifetimes.ts';

interface ExemptDialogProps {
  readonly organization: string;
  /** The token to exempt; undefined to ask for a member. */
  readonly token?: { readonly id: string; readonly holder: string };
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const DAY_MILLISECONDS = 86_400_000;
const USUAL_DAYS = 90;
const MAXIMUM_DAYS = 364;

/** Lets a token, or a member with all credentials, in although a rule would not. */
export function ExemptDialog({ organization, token, isOpen, onClose }: ExemptDialogProps) {
  const [member, setMember] = useState('');
  const [rule, setRule] = useState<AnnouncedRule>('tokenUnusedSeconds');
  const [reason, setReason] = useState('');
  const [day, setDay] = useState(() => dayOf(Date.now() + USUAL_DAYS * DAY_MILLISECONDS));
  const exempt = useExempt(organization);
  const members = useQuery({ ...memberNamesQuery(organization), enabled: isOpen && !token }).data?.members ?? [];
  const names = members.map(({ account }) => account);
  const close = () => {
    exempt.reset();
    onClose();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    const subject = token ? { token: token.id } : { member: member.trim() };
    exempt.mutate({ rule, ...subject, reason: reason.trim(), endsAt: startOf(day) }, { onSuccess: close });
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
              limit={8}
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
          <Textarea
            label="Reason"
            description="Shown to the holder and in the audit log."
            required
            maxLength={200}
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label="End date"
            description="Within a year."
            required
            min={dayOf(Date.now() + DAY_MILLISECONDS)}
            max={dayOf(Date.now() + MAXIMUM_DAYS * DAY_MILLISECONDS)}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
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
