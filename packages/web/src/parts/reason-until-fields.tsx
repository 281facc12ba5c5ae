import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { dayOf, startOf } from './days-in-utc.ts';

const DAY_MILLISECONDS = 86_400_000;
const MAXIMUM_DAYS = 364;

/** Why something holds, and until which day. */
export function useReasonUntil(usualDays: number) {
  const [reason, setReason] = useState('');
  const [day, setDay] = useState(() => dayOf(Date.now() + usualDays * DAY_MILLISECONDS));
  return { reason, setReason, day, setDay, sent: { reason: reason.trim(), endsAt: startOf(day) } };
}

interface ReasonUntilFieldsProps {
  readonly value: ReturnType<typeof useReasonUntil>;
  /** Who reads the reason. */
  readonly readers: string;
  readonly takesFocus?: boolean;
}

export function ReasonUntilFields({ value, readers, takesFocus = false }: ReasonUntilFieldsProps) {
  const { reason, setReason, day, setDay } = value;
  return (
    <>
      <Textarea
        label="Reason"
        description={readers}
        required
        {...(takesFocus && { 'data-autofocus': true })}
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
    </>
  );
}
