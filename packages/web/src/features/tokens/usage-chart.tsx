import '@mantine/charts/styles.layer.css';
import { BarChart } from '@mantine/charts';
import { daysBetween, type UsageByDay } from './days-between.ts';
import { evenTicks } from './even-ticks.ts';

const HEIGHT = 180;
/** Room for half of the first and last label. */
const MARGIN = { top: 10, right: 24 };

/** The uses on each of the last days. The table below shows the same as text. */
export function UsageChart({ summary }: { readonly summary: UsageByDay }) {
  const days = daysBetween(summary);
  const ticks = evenTicks(Math.max(...days.map(({ uses }) => uses)));
  // Labels every seventh day, counted back from today, so that today has a label.
  const weeks = days.filter((_, place) => (days.length - 1 - place) % 7 === 0).map(({ day }) => day);
  const total = days.reduce((sum, { uses }) => sum + uses, 0);
  return (
    <figure aria-label={`${total} uses in the last ${days.length} days`} style={{ margin: '0 0 1.5rem' }}>
      <BarChart
        h={HEIGHT}
        data={[...days]}
        dataKey="day"
        series={[{ name: 'uses', label: 'Uses', color: 'accent.5' }]}
        tickLine="none"
        gridAxis="x"
        xAxisProps={{ ticks: weeks, interval: 0 }}
        yAxisProps={{ ticks: [...ticks], domain: [0, ticks.at(-1) ?? 1], interval: 0, width: 36 }}
        barChartProps={{ accessibilityLayer: false, margin: MARGIN }}
        barProps={{ isAnimationActive: false, radius: 2 }}
      />
    </figure>
  );
}
