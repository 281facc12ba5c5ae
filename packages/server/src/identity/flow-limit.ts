import { sourceNetworks } from '@lanyard/core/source-network';
import { type Limiters, take } from './limiters.ts';

/** How many sign-ins begin that leave a row before anybody is known: at a provider, or with a passkey alone. */
export interface FlowLimit {
  /** Seconds to wait, or undefined where this one may begin. */
  countSource(address: string): Promise<number | undefined>;
}

export function createFlowLimit(limiters: Limiters): FlowLimit {
  return {
    countSource: (address) => {
      const { network, wideNetwork } = sourceNetworks(address);
      return take(limiters, [
        { limit: 'flow-network', of: network },
        { limit: 'flow-wide-network', of: wideNetwork },
      ]);
    },
  };
}
