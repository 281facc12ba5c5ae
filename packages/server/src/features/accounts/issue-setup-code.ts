import type { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import { auditEventOf } from '../access/audit-event-of.ts';
import { OPERATOR } from '../access/operator.ts';
import { makeSetupCode } from './setup-code.ts';

export const SETUP_CODE_SECONDS = 900;

/** The one code that makes the first administrator, in place of any before; undefined where there is one already. */
export async function issueSetupCode(services: Services): Promise<Secret | undefined> {
  const code = makeSetupCode(services.random.bytes);
  const digest = services.digester.digest('setup-code', code);
  const expiresAt = services.clock.now() + SETUP_CODE_SECONDS * 1000;
  return services.store.transaction(async (records) => {
    if (await records.accounts.hasAdministrator()) return undefined;
    await records.setupCodes.put(digest, expiresAt);
    const subject = { type: 'operator', id: 'operator', name: 'operator' } as const;
    const details = { action: 'setup-code.issued', subject, namespace: null, data: { expiresAt } } as const;
    await records.audit.append(auditEventOf(services, OPERATOR, details));
    return code;
  });
}
