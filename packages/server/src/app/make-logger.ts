import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from './config.ts';

/** The only keys that a line of the log can have. Any other key is dropped, wherever it comes from (R19). */
const ALLOWED = new Set([
  'requestId',
  'method',
  'route',
  'status',
  'milliseconds',
  'error',
  'code',
  'cause',
  'account',
  'why',
  'failed',
  'ended',
  'waiting',
  'registry',
  'auditHead',
  'address',
  'port',
]);

export function makeLogger(level: Config['logLevel'], destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: allowed },
    serializers: { req: () => undefined, res: () => undefined, err: () => undefined },
  };
  return destination ? pino(options, destination) : pino(options);
}

function allowed(line: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(line).filter(([name]) => ALLOWED.has(name)));
}
