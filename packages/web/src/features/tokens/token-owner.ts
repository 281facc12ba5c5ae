import { createContext, useContext } from 'react';

/** The organization whose tokens are shown below; undefined for the reader's own. */
const TokenOwnerContext = createContext<string | undefined>(undefined);

export const TokensOfOrganization = TokenOwnerContext.Provider;

/** Whose tokens are meant: undefined for the reader's own, otherwise the name of an organization. */
export function useTokenOwner(): string | undefined {
  return useContext(TokenOwnerContext);
}
