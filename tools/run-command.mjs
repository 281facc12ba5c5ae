import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const ROOT_FOLDER = fileURLToPath(new URL('..', import.meta.url));

/** How soon a program is stopped after its parent ended without a signal to us. */
const PARENT_CHECK_MILLISECONDS = 500;

/**
 * Runs a program in this terminal, passes on signals and returns its exit code. A program that a signal ended counts as
 * failed. npm starts us through a shell that dies of a SIGTERM without passing it on. Then the program must not
 * continue without its parent and keep the port.
 */
export function runCommand(command, parameters, options = {}) {
  const child = spawn(command, parameters, { stdio: 'inherit', ...options });
  const passOn = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, passOn);
  const parent = process.ppid;
  const orphaned = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, PARENT_CHECK_MILLISECONDS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(orphaned);
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, passOn);
      resolve(code ?? 1);
    });
  });
}
