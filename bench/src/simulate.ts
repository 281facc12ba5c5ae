/** What one request costs, in microseconds of processor time. From the benchmark of the token endpoint. */
export interface Costs {
  /** In a worker of Lanyard. */
  readonly workerMicroseconds: number;
  /** In PostgreSQL, for the look-up that decides. */
  readonly lookUpMicroseconds: number;
  /** In PostgreSQL, for writing one use. */
  readonly useMicroseconds: number;
}

/** An installation and its load. */
export interface Installation {
  readonly requestsPerSecond: number;
  /** Processes of Lanyard, each with one core. */
  readonly workers: number;
  readonly primaryCores: number;
  /** Each has as many cores as the primary. */
  readonly replicas: number;
  /** Between a worker and the database that it reads. */
  readonly roundTripMilliseconds: number;
  /** Between a worker and the primary, where the worker reads a replica. */
  readonly primaryRoundTripMilliseconds: number;
  /** How long a replica is behind the primary. */
  readonly lagMilliseconds: number;
  /** The part of the requests that is a use of its own: another token, repository, address or client. */
  readonly differentUses: number;
}

export interface Outcome {
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  /** Parts of the time in which they are busy. Near 1, the queue grows without end. */
  readonly workersBusy: number;
  readonly primaryBusy: number;
  readonly replicasBusy: number;
  /** Reading connections of the workers' pools. */
  readonly connectionsBusy: number;
}

/** As in `postgres-driver.ts`. */
const READ_CONNECTIONS = 6;
/** As in `usage-recorder.ts`. */
const FLUSH_MILLISECONDS = 500;
const USES_AT_ONCE = 500;
/** Before the look-up: the request is read and the secret's digest is made. After it: the answer is signed. */
const BEFORE_LOOK_UP = 0.4;
/** One question for the primary's position is enough for all requests that came before it. */
const POSITION_MILLISECONDS = 5;
/** The first part of the time, in which the queues fill. */
const SETTLING = 0.25;

/**
 * Simulates each request by itself: it waits for its worker, for a connection, for a core of the database, and for its
 * worker again. Requests come at random (a Poisson process). A step takes at least 0.7 of its mean time, and the rest is
 * distributed exponentially. With replicas, a request first waits until its replica has reached a position that the
 * primary had after the request came, so that every revocation before it is seen.
 */
export function simulate(installation: Installation, costs: Costs, seconds: number, random: () => number): Outcome {
  const { requestsPerSecond, primaryCores, replicas, roundTripMilliseconds, differentUses } = installation;
  const clock = new Clock();
  const end = seconds * 1000;
  const primary = new Station(clock, primaryCores);
  const places = Array.from({ length: replicas }, () => new Station(clock, primaryCores));
  const workers = Array.from({ length: installation.workers }, () => ({
    loop: new Station(clock, 1),
    connections: new Station(clock, READ_CONNECTIONS),
    uses: 0,
  }));
  const took: number[] = [];
  const duration = (microseconds: number) => (microseconds / 1000) * (0.7 - 0.3 * Math.log(1 - random()));

  const ask = (worker: (typeof workers)[number], database: Station, from: number) => {
    worker.connections.take((release) => {
      clock.after(roundTripMilliseconds / 2, () =>
        database.run(duration(costs.lookUpMicroseconds), () =>
          clock.after(roundTripMilliseconds / 2, () => {
            release();
            worker.loop.run(duration(costs.workerMicroseconds * (1 - BEFORE_LOOK_UP)), () => {
              if (random() < differentUses) worker.uses += 1;
              if (from > end * SETTLING) took.push(clock.now - from);
            });
          }),
        ),
      );
    });
  };
  const serve = (number: number) => {
    const from = clock.now;
    const worker = workers[number % workers.length];
    if (!worker) return;
    worker.loop.run(duration(costs.workerMicroseconds * BEFORE_LOOK_UP), () => {
      const replica = places[number % Math.max(places.length, 1)];
      if (replica) clock.after(waitForPosition(installation, random), () => ask(worker, replica, from));
      else ask(worker, primary, from);
    });
  };
  const arrive = (number: number) => {
    if (clock.now >= end) return;
    serve(number);
    clock.after((-Math.log(1 - random()) * 1000) / requestsPerSecond, () => arrive(number + 1));
  };
  const flush = (worker: (typeof workers)[number]) => {
    for (; worker.uses > 0; worker.uses -= Math.min(worker.uses, USES_AT_ONCE))
      primary.run(duration(costs.useMicroseconds * Math.min(worker.uses, USES_AT_ONCE)), () => undefined);
    if (clock.now < end) clock.after(FLUSH_MILLISECONDS, () => flush(worker));
  };
  arrive(0);
  for (const worker of workers) clock.after(random() * FLUSH_MILLISECONDS, () => flush(worker));
  clock.runUntil(end);

  took.sort((a, b) => a - b);
  const mean = (stations: readonly Station[]) =>
    stations.reduce((sum, one) => sum + one.busy(end), 0) / stations.length;
  return {
    p50Milliseconds: took[Math.floor(took.length * 0.5)] ?? Number.NaN,
    p99Milliseconds: took[Math.floor(took.length * 0.99)] ?? Number.NaN,
    workersBusy: mean(workers.map(({ loop }) => loop)),
    primaryBusy: primary.busy(end),
    replicasBusy: places.length === 0 ? 0 : mean(places),
    connectionsBusy: mean(workers.map(({ connections }) => connections)),
  };
}

/** The next question for the position, its way there and back, and what the replica is behind by then. */
function waitForPosition(
  { primaryRoundTripMilliseconds, lagMilliseconds }: Installation,
  random: () => number,
): number {
  const asked = random() * POSITION_MILLISECONDS;
  return asked + primaryRoundTripMilliseconds + Math.max(0, lagMilliseconds - primaryRoundTripMilliseconds / 2);
}

/** Runs what is due, in the order of its time. */
class Clock {
  now = 0;
  readonly #heap: { readonly at: number; readonly run: () => void }[] = [];

  after(milliseconds: number, run: () => void): void {
    const heap = this.#heap;
    const entry = { at: this.now + milliseconds, run };
    let place = heap.push(entry) - 1;
    for (let parent = (place - 1) >> 1; place > 0; place = parent, parent = (place - 1) >> 1) {
      const above = heap[parent];
      if (!above || above.at <= entry.at) break;
      heap[place] = above;
      heap[parent] = entry;
    }
  }

  runUntil(end: number): void {
    for (let next = this.#heap[0]; next && next.at <= end; next = this.#heap[0]) {
      this.#removeFirst();
      this.now = next.at;
      next.run();
    }
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const left = place * 2 + 1;
      const right = left + 1;
      const child = (heap[right]?.at ?? Number.POSITIVE_INFINITY) < (heap[left]?.at ?? 0) ? right : left;
      const below = heap[child];
      if (!below || below.at >= last.at) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = last;
  }
}

/** A queue's array is shortened when so many have left it. */
const FORGOTTEN_AT = 10_000;

/** Some equal servers with one queue. */
class Station {
  readonly #clock: Clock;
  readonly #servers: number;
  readonly #waiting: (() => void)[] = [];
  #first = 0;
  #taken = 0;
  #spent = 0;

  constructor(clock: Clock, servers: number) {
    this.#clock = clock;
    this.#servers = servers;
  }

  /** Calls back with a server, and with the function that gives it back. */
  take(use: (release: () => void) => void): void {
    const begin = () => {
      const from = this.#clock.now;
      use(() => {
        this.#spent += this.#clock.now - from;
        this.#taken -= 1;
        this.#next();
      });
    };
    this.#waiting.push(begin);
    this.#next();
  }

  run(milliseconds: number, done: () => void): void {
    this.take((release) =>
      this.#clock.after(milliseconds, () => {
        release();
        done();
      }),
    );
  }

  /** The part of the time, up to `end`, in which its servers were taken. */
  busy(end: number): number {
    return this.#spent / (end * this.#servers);
  }

  #next(): void {
    while (this.#taken < this.#servers && this.#first < this.#waiting.length) {
      const begin = this.#waiting[this.#first];
      this.#first += 1;
      this.#taken += 1;
      if (this.#first === FORGOTTEN_AT) {
        this.#waiting.splice(0, this.#first);
        this.#first = 0;
      }
      begin?.();
    }
  }
}
