import type { OperatorCaller } from './caller.ts';

/** Whoever runs commands on the server's own machine. */
export const OPERATOR: OperatorCaller = { type: 'operator', address: 'local', client: 'admin' };
