import { missingPrograms } from './debian-packages.mjs';
import { canInstallDebianPackages, installDebianPackages } from './install-debian-packages.mjs';

/** Installs the programs that tests need where that is possible; says what is left out where it is not. */
export async function ensurePrograms() {
  const missing = missingPrograms();
  if (missing.length > 0 && canInstallDebianPackages()) {
    await installDebianPackages(missing.map(({ debianPackage }) => debianPackage));
  }
  const stillMissing = missingPrograms().map(({ name }) => name);
  if (stillMissing.length === 0) return;
  const reason = canInstallDebianPackages() ? 'apt-get could not install them' : 'only root on Debian can install them';
  process.stdout.write(`Left out: the suites that need ${stillMissing.join(', ')} (not installed; ${reason})\n`);
}
