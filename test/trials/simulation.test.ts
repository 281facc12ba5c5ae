import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../bench/src/seeded-random.ts';
import { type Installation, simulate } from '../../bench/src/simulate.ts';

const COSTS = { workerMicroseconds: 150, lookUpMicroseconds: 100, useMicroseconds: 50 };
const QUIET: Installation = {
  requestsPerSecond: 500,
  workers: 4,
  primaryCores: 4,
  replicas: 0,
  roundTripMilliseconds: 2,
  primaryRoundTripMilliseconds: 2,
  lagMilliseconds: 0,
  differentUses: 1,
};

function simulated(changes: Partial<Installation>) {
  return simulate({ ...QUIET, ...changes }, COSTS, 4, seededRandom(1));
}

describe('the simulation of an installation', () => {
  it('answers in the time of its steps while nothing waits', () => {
    const { p50Milliseconds } = simulated({});
    expect(p50Milliseconds).toBeGreaterThan(2.15);
    expect(p50Milliseconds).toBeLessThan(2.45);
  });

  it('keeps each part as busy as its work', () => {
    const { workersBusy, primaryBusy, replicasBusy } = simulated({ requestsPerSecond: 10_000 });
    expect(workersBusy).toBeCloseTo((10_000 * 150e-6) / 4, 1);
    expect(primaryBusy).toBeCloseTo((10_000 * 150e-6) / 4, 1);
    expect(replicasBusy).toBe(0);
    const withReplicas = simulated({ requestsPerSecond: 10_000, replicas: 2 });
    expect(withReplicas.primaryBusy).toBeCloseTo((10_000 * 50e-6) / 4, 1);
    expect(withReplicas.replicasBusy).toBeCloseTo((10_000 * 100e-6) / 8, 1);
  });

  it('lets requests wait where there is too little of something', () => {
    expect(simulated({ requestsPerSecond: 10_000, workers: 1 }).p99Milliseconds).toBeGreaterThan(500);
    expect(simulated({ requestsPerSecond: 10_000, primaryCores: 1 }).p99Milliseconds).toBeGreaterThan(500);
    const far = simulated({ requestsPerSecond: 1_000, roundTripMilliseconds: 60 });
    // 24 connections, each taken for 60 ms, serve 400 requests a second.
    expect(far.connectionsBusy).toBeGreaterThan(0.95);
    expect(far.p99Milliseconds).toBeGreaterThan(500);
  });

  it('waits in a replica for the position of the primary', () => {
    const { p50Milliseconds } = simulated({ replicas: 1, lagMilliseconds: 30, primaryRoundTripMilliseconds: 1 });
    expect(p50Milliseconds).toBeGreaterThan(32);
    expect(p50Milliseconds).toBeLessThan(38);
  });
});
