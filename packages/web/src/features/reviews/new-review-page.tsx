import { Button, Group, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { NewReview } from '../../api/types.ts';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { OwnersOnly } from '../organizations/organization-page.tsx';
import { teamsQuery, useOrganization } from '../organizations/use-organization.ts';
import { RECURRENCES, REVIEWERS } from './describe-review.ts';
import classes from './reviews.module.css';
import { useStartReview } from './use-reviews.ts';

type Fields = {
  name: string;
  scope: NewReview['scope']['type'];
  team: string | null;
  pattern: string;
  reviewers: NewReview['reviewers'];
  /** A day in the time zone of the reader; the review ends when that day ends. */
  dueAt: string;
  recurrence: NonNullable<NewReview['recurrence']> | 'never';
  undecided: NewReview['undecided'];
};

const DAYS_TO_DECIDE = 14;

/** What is reviewed, by whom, until when, and what happens to the rest. */
export function NewReviewPage() {
  const { name: organization, isOwner } = useOrganization();
  return isOwner ? <NewReviewForm organization={organization} /> : <OwnersOnly />;
}

function NewReviewForm({ organization }: { readonly organization: string }) {
  const navigate = useNavigate();
  const start = useStartReview(organization);
  const [today] = useState(() => new Date());
  const form = useForm<Fields>({ initialValues: firstFields(today) });
  const [fault, showFault] = useFormFault(form);
  const { scope } = form.values;
  const send = form.onSubmit((fields) => {
    showFault(undefined);
    const done = ({ id }: { readonly id: string }) =>
      void navigate({
        to: '/organizations/$organization/access-review/reviews/$id',
        params: { organization, id },
      });
    start.mutate(bodyOf(fields), { onSuccess: done, onError: showFault });
  });
  return (
    <section>
      <SectionHead title="Start a review" takesFocus>
        Reviewers get a mail now, and again 7 days and 1 day before the end.
      </SectionHead>
      <form onSubmit={send}>
        <Stack maw={640} gap="lg">
          <TextInput label="Name" required maxLength={80} {...form.getInputProps('name')} />
          <Radio.Group label="Tokens to review" {...form.getInputProps('scope')}>
            <Stack mt="xs" gap="xs">
              <Radio value="all" label={`All that can reach a repository of ${organization}`} />
              <Radio
                value="stale"
                label="Only those that nobody uses"
                description="Not used here for 90 days, or never used and older than 14 days."
              />
              <Radio value="team" label="Those of the members of a team" />
              <Radio value="repository" label="Those that name certain repositories" />
            </Stack>
          </Radio.Group>
          {scope === 'team' && <TeamField organization={organization} {...form.getInputProps('team')} />}
          {scope === 'repository' && (
            <TextInput
              label="Repositories"
              description="A name, or a pattern with * at the end."
              placeholder={`${organization}/web-*`}
              required
              {...form.getInputProps('pattern')}
            />
          )}
          <Radio.Group label="Reviewers" {...form.getInputProps('reviewers')}>
            <Stack mt="xs" gap="xs">
              <Radio value="owners" label={REVIEWERS.owners} />
              <Radio
                value="holders"
                label={REVIEWERS.holders}
                description="Owners decide about tokens of the organization, and can decide about all others."
              />
            </Stack>
          </Radio.Group>
          <div className={classes.pair}>
            <TextInput
              type="date"
              label="Last day"
              description="The review ends when this day ends."
              required
              {...form.getInputProps('dueAt')}
            />
            <Select
              label="Repeat"
              description="The next one starts by itself."
              allowDeselect={false}
              data={[
                { value: 'never', label: 'Never' },
                ...Object.entries(RECURRENCES).map(([value, label]) => ({ value, label })),
              ]}
              {...form.getInputProps('recurrence')}
              onChange={(chosen) => {
                const recurrence = (chosen ?? 'never') as Fields['recurrence'];
                const { name, recurrence: before } = form.getValues();
                form.setFieldValue('recurrence', recurrence);
                // The name of a series is also that of its later reviews.
                if (name === nameOf(before, today)) form.setFieldValue('name', nameOf(recurrence, today));
              }}
            />
          </div>
          <Radio.Group label="Tokens that nobody has decided about at the end" {...form.getInputProps('undecided')}>
            <Stack mt="xs" gap="xs">
              <Radio value="keep" label="Keep them" />
              <Radio
                value="block"
                label="Block them here"
                description="They can no longer reach any repository of the organization. Their holders get a mail. Tokens of the organization are deactivated."
              />
            </Stack>
          </Radio.Group>
          <FaultAlert fault={fault} />
          <Group>
            <Button type="submit" loading={start.isPending}>
              Start review
            </Button>
            <LinkButton
              variant="default"
              to="/organizations/$organization/access-review/reviews"
              params={{ organization }}
            >
              Cancel
            </LinkButton>
          </Group>
        </Stack>
      </form>
    </section>
  );
}

interface TeamFieldProps {
  readonly organization: string;
  readonly value?: string | null;
  readonly error?: unknown;
  readonly onChange?: (team: string | null) => void;
}

function TeamField({ organization, value = null, error, onChange }: TeamFieldProps) {
  const teams = useQuery(teamsQuery(organization)).data?.teams ?? [];
  return (
    <Select
      label="Team"
      placeholder={teams.length === 0 ? 'There is no team yet' : 'Choose a team'}
      required
      searchable
      data={teams.map(({ name }) => name)}
      value={value}
      {...(typeof error === 'string' && { error })}
      {...(onChange && { onChange })}
    />
  );
}

const FIRST_RECURRENCE = 'quarterly';
const NAMES = {
  monthly: 'Monthly review',
  quarterly: 'Quarterly review',
  'half-yearly': 'Half-yearly review',
} as const;

function nameOf(recurrence: Fields['recurrence'], today: Date): string {
  if (recurrence !== 'never') return NAMES[recurrence];
  return `Review of ${today.toLocaleDateString('en', { month: 'long', year: 'numeric' })}`;
}

function firstFields(today: Date): Fields {
  const last = new Date(today.getFullYear(), today.getMonth(), today.getDate() + DAYS_TO_DECIDE);
  const [year, month, day] = [last.getFullYear(), last.getMonth() + 1, last.getDate()];
  return {
    name: nameOf(FIRST_RECURRENCE, today),
    scope: 'all',
    team: null,
    pattern: '',
    reviewers: 'owners',
    dueAt: [year, month, day].map((part) => String(part).padStart(2, '0')).join('-'),
    recurrence: FIRST_RECURRENCE,
    undecided: 'keep',
  };
}

function bodyOf({ name, scope, team, pattern, reviewers, dueAt, recurrence, undecided }: Fields): NewReview {
  return {
    ...{ name, reviewers, undecided },
    scope:
      scope === 'team'
        ? { type: scope, team: team ?? '' }
        : scope === 'repository'
          ? { type: scope, pattern }
          : { type: scope },
    dueAt: new Date(`${dueAt}T23:59:59`).toISOString(),
    recurrence: recurrence === 'never' ? null : recurrence,
  };
}
