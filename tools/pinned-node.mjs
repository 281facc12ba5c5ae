import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT_FOLDER } from './root-folder.mjs';

const MINIMUM = [22, 18];

/** The Node that the lock file pins, or the running one where there is none for this platform and it is new enough. */
export function pinnedNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const pinned = [
    join(ROOT_FOLDER, 'node_modules', '.bin', 'node'),
    join(ROOT_FOLDER, 'node_modules', `node-win-${process.arch}`, 'bin', name),
  ].find((path) => existsSync(path) && (process.platform !== 'win32' || path.endsWith('.exe')));
  if (pinned) return pinned;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return process.execPath;
  process.stderr.write(
    `No pinned Node for ${process.platform}-${process.arch}: install Node ${MINIMUM.join('.')} or later.\n`,
  );
  process.exit(1);
}

/** The environment in which programs that look for `node` find the pinned one. */
export function withPinnedNode(environment = process.env) {
  const separator = process.platform === 'win32' ? ';' : ':';
  return { ...environment, PATH: [join(ROOT_FOLDER, 'node_modules', '.bin'), environment.PATH].join(separator) };
}
