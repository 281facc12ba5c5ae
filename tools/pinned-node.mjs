import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT_FOLDER } from './run-command.mjs';

const MINIMUM = [22, 18];

/** The Node that the lock file pins. If it does not run here, the running Node, if that is new enough. */
export function pinnedNode() {
  const fault = pinnedNodeFault();
  if (fault === undefined) return pinnedPath();
  if (isNewEnough(process.versions.node)) return process.execPath;
  process.stderr.write(
    `The pinned Node does not run here: ${fault}\n` +
      `Fix that (on Debian: apt-get install libatomic1), or install Node ${MINIMUM.join('.')} or later.\n`,
  );
  process.exit(1);
}

/** Why the pinned Node cannot be used; undefined if it can. */
export function pinnedNodeFault() {
  const path = pinnedPath();
  if (path === undefined) return `there is none for ${process.platform}-${process.arch}`;
  const { status, stderr, error } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

/**
 * The environment in which programs that look for `node` find the one from `pinnedNode`. Node keeps its compiled code
 * there, which halves the processor time of our programs' start.
 */
export function withPinnedNode(environment = process.env) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const compiled = { NODE_COMPILE_CACHE: join(ROOT_FOLDER, 'node_modules', '.cache', 'node') };
  return { ...compiled, ...environment, PATH: [dirname(pinnedNode()), environment.PATH].join(separator) };
}

function pinnedPath() {
  if (process.platform === 'win32') {
    return existing(join(ROOT_FOLDER, 'node_modules', `node-win-${process.arch}`, 'bin', 'node.exe'));
  }
  return existing(join(ROOT_FOLDER, 'node_modules', '.bin', 'node'));
}

function existing(path) {
  return existsSync(path) ? path : undefined;
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
}
