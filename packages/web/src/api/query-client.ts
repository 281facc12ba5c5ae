import { QueryClient } from '@tanstack/react-query';
import { ConnectionFault } from './api-fault.ts';

const RETRIES = 2;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 5_000,
        // A no stays a no; a lost connection may come back.
        retry: (count, fault) => fault instanceof ConnectionFault && count < RETRIES,
      },
      // Without a connection the library would wait in silence; a person is told.
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
