import { formatExactTime, formatRelativeTime } from './format-time.ts';

interface TimeTextProps {
  /** RFC 3339, as the API gives it. */
  readonly at: string;
}

/** How long ago or in what time; the exact moment in the reader's zone on hover. */
export function TimeText({ at }: TimeTextProps) {
  return (
    <time dateTime={at} title={formatExactTime(at)}>
      {formatRelativeTime(at, Date.now())}
    </time>
  );
}
