import { missingPrograms } from './debian-packages.mjs';
import { DOCKER_MINIMUM_MAJOR, fetchDebianPrograms } from './fetch-debian-programs.mjs';
import { canInstallDebianPackages, installDebianPackages } from './install-debian-packages.mjs';

/** Brings the programs that tests need where that is possible; says what is left out where it is not. */
export async function ensurePrograms() {
  const missing = missingPrograms();
  const fetched = missing.filter(({ debianPackage }) => debianPackage === undefined).map(({ name }) => name);
  if (fetched.length > 0) await fetchDebianPrograms(fetched);
  const packages = missing.flatMap(({ debianPackage }) => debianPackage ?? []);
  if (packages.length > 0 && canInstallDebianPackages()) await installDebianPackages(packages);
  if (missing.length > 0) reportMissing();
}

function reportMissing() {
  const missing = missingPrograms();
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => (name === 'docker' ? `docker ${DOCKER_MINIMUM_MAJOR} or later` : name));
  const reason = canInstallDebianPackages() ? 'apt-get could not bring them' : 'only root on Debian can install them';
  process.stdout.write(`Left out: the suites that need ${names.join(', ')} (not installed; ${reason})\n`);
}
