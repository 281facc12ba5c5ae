import autocannon from 'autocannon';

export interface Load {
  readonly url: string;
  /** Sent in turn, over and over. */
  readonly requests: readonly { readonly path: string; readonly headers: Readonly<Record<string, string>> }[];
  readonly connections: number;
  readonly seconds: number;
}

export interface Figures {
  readonly requestsPerSecond: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
}

/** Throws where any answer is not 200: a fast refusal is no figure. */
export async function measure({ url, requests, connections, seconds }: Load): Promise<Figures> {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: requests.map(({ path, headers }) => ({ method: 'GET' as const, path, headers })),
  });
  if (result.non2xx + result.errors + result.timeouts > 0) {
    throw new Error(`${result.non2xx} refusals, ${result.errors} errors, ${result.timeouts} time-outs`);
  }
  return {
    requestsPerSecond: result['2xx'] / result.duration,
    p50Milliseconds: result.latency.p50,
    p99Milliseconds: result.latency.p99,
  };
}
