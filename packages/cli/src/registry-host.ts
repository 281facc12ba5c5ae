import { HostFault, parseRegistryHost } from '@lanyard/core/registries/registry-host';
import { wrongUse } from './cli-error.ts';

/** The canonical host of a registry: see `parseRegistryHost`. Throws a `CliError` that does not repeat the input. */
export function registryHost(text: string): string {
  if (text === '') throw wrongUse('no registry was given');
  try {
    return parseRegistryHost(text);
  } catch (error) {
    if (!(error instanceof HostFault)) throw error;
    const hint = 'write it as registry.example.com or host:port';
    throw wrongUse(`this is not the name of a registry: ${error.message}`, hint);
  }
}

/** The name without its port, and without the brackets of an IPv6 address. */
export function hostName(host: string): string {
  return host.replace(/:[0-9]+$/, '').replace(/^\[(.*)\]$/, '$1');
}

/** Whether it is this machine. Plain http is used for these hosts only. */
export function isLoopback(host: string): boolean {
  return ['localhost', '127.0.0.1', '::1'].includes(hostName(host));
}
