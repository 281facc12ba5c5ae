import '@mantine/charts/styles.layer.css';
import { BarChart } from '@mantine/charts';
import { daysBetween, type UsageByDay } from './days-between.ts';

const HEIGHT = 180;

/** The uses on each of the last days; the table below shows the same as text. */
export function UsageChart({ summary }: { readonly summary: UsageByDay }) {
  const days = daysBetween(summary);
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
        yAxisProps={{ allowDecimals: false, width: 36 }}
        barChartProps={{ accessibilityLayer: false }}
        barProps={{ isAnimationActive: false, radius: 2 }}
      />
    </figure>
  );
}
