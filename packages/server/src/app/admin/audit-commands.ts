import type { Command } from 'commander';
import { verifyAudit } from '../../features/audit/audit-events.ts';
import { AdminError } from './admin-error.ts';
import type { OpenWorld } from './admin-world.ts';

export function auditCommands(program: Command, open: OpenWorld): void {
  const audit = program.command('audit').description('look after the audit log');
  audit
    .command('verify')
    .description('check that no event was changed, taken out or put in; print the head to keep elsewhere')
    .action(() => verify(open));
}

async function verify(open: OpenWorld): Promise<void> {
  const world = open();
  const { head, break: found } = await world.withServices(verifyAudit);
  if (found) throw new AdminError(`the audit log does not hold: event ${found.sequence} ${found.reason}`);
  world.print(`the audit log holds: ${head.sequence} events, head ${head.digest}\n`);
}
