import { LIBRARY } from '@lanyard/core/repositories/repository';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { repositoriesQuery } from '../evidence/use-evidence.ts';
import { membersQuery, teamsQuery } from '../organizations/use-organization.ts';
import classes from './access-review.module.css';
import { NAMES_SHOWN, NameField } from './name-field.tsx';
import { firstOrder } from './review-query.ts';
import { type ReviewSearch, type ReviewSearchChanges, readReviewSearch } from './review-search.ts';
import { FINDING_WORDS, KIND_WORDS, ORDER_WORDS, restWords, STATE_WORDS, STATUS_WORDS } from './review-words.ts';

interface ReviewFiltersProps {
  readonly organization: string;
  readonly search: ReviewSearch;
  readonly onSearch: (changes: ReviewSearchChanges) => void;
}

/** All filters of the list, and its order. */
export function ReviewFilters({ organization, search, onSearch }: ReviewFiltersProps) {
  const teams = useQuery(teamsQuery(organization)).data?.teams.map(({ name }) => name) ?? [];
  const { holder, team, repository, kind, unused, finding, state, status, sort = 'created' } = search;
  const order = `${sort} ${search.order ?? firstOrder(sort)}`;
  return (
    <search id="review-filters" className={classes.filters} aria-label="Filters">
      <NameField
        label="Holder"
        placeholder="Anyone"
        maxLength={100}
        value={holder ?? ''}
        onName={(name) => onSearch({ holder: name })}
        search={(typed) => membersQuery(organization, { pageSize: NAMES_SHOWN, search: typed })}
        namesOf={({ members }, typed) => {
          const own = organization.includes(typed.toLowerCase()) ? [organization] : [];
          return [...own, ...members.map(({ account }) => account)];
        }}
      />
      <Select
        label="Team"
        placeholder={teams.length === 0 ? 'There is no team yet' : 'Any team'}
        disabled={teams.length === 0 && team === undefined}
        searchable
        clearable
        // A team of the address can be gone.
        data={team === undefined || teams.includes(team) ? teams : [...teams, team]}
        value={team ?? null}
        onChange={(chosen) => onSearch({ team: chosen ?? '' })}
      />
      <NameField
        label="Repository"
        placeholder="Any repository"
        maxLength={255}
        value={repository ?? ''}
        onName={(name) => onSearch({ repository: name })}
        search={(typed) => repositoriesQuery(organization, typed)}
        namesOf={({ repositories }) => repositories.map(({ name }) => name)}
        complete={(typed) => (typed.includes('/') || organization === LIBRARY ? typed : `${organization}/${typed}`)}
      />
      <Choice
        label="Used here"
        placeholder="At any time"
        names={restWords(unused)}
        value={unused === undefined ? undefined : String(unused)}
        onChange={(days) => onSearch({ unused: days })}
      />
      <Choice
        label="Finding"
        placeholder="Any finding"
        names={FINDING_WORDS}
        value={finding}
        onChange={(chosen) => onSearch({ finding: chosen })}
      />
      <Choice
        label="Kind"
        placeholder="Any kind"
        names={KIND_WORDS}
        value={kind}
        onChange={(chosen) => onSearch({ kind: chosen })}
      />
      <Choice
        label="Decision"
        placeholder="Any decision"
        names={STATE_WORDS}
        value={state}
        onChange={(chosen) => onSearch({ state: chosen })}
      />
      <Choice
        label="Status"
        placeholder="Any status"
        names={STATUS_WORDS}
        value={status}
        onChange={(chosen) => onSearch({ status: chosen })}
      />
      {/* Wide screens have the heads of columns for it. */}
      <Select
        label="Order"
        className={classes.order ?? ''}
        allowDeselect={false}
        data={optionsOf(ORDER_WORDS)}
        value={order}
        onChange={(chosen) => {
          const [column, direction] = (chosen ?? '').split(' ');
          onSearch(readReviewSearch({ sort: column, order: direction }));
        }}
      />
    </search>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly placeholder: string;
  readonly names: Readonly<Record<string, string>>;
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
}

function Choice({ label, placeholder, names, value, onChange }: ChoiceProps) {
  return (
    <Select
      label={label}
      placeholder={placeholder}
      clearable
      data={optionsOf(names)}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}

function optionsOf(names: Readonly<Record<string, string>>) {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}
