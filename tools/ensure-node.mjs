import { canInstallDebianPackages, installDebianPackages } from './install-debian-packages.mjs';
import { pinnedNodeFault } from './pinned-node.mjs';

/** The pinned Node is linked with a library of GCC's that a small Debian does not have. */
const LIBRARY = { file: 'libatomic.so.1', debianPackage: 'libatomic1' };

/** Installs what the pinned Node needs to run, where that is possible. It prints on stderr alone. */
export async function ensureNode() {
  const fault = pinnedNodeFault();
  if (fault?.includes(LIBRARY.file) && canInstallDebianPackages()) await installDebianPackages([LIBRARY.debianPackage]);
}
