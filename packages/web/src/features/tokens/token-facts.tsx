import type { Token } from '../../api/types.ts';
import { describeGrants } from '../../parts/describe-grants.ts';
import { Fact, FactList } from '../../parts/fact-list.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { TokenStatusBadge } from '../../parts/token-status-badge.tsx';
import { describeSource } from './describe-source.ts';

/** All that is known of a token, but never its secret. */
export function TokenFacts({ token }: { readonly token: Token }) {
  const program = describeSource(token);
  const { lastUsed, createdFrom } = token;
  return (
    <FactList>
      <Fact label="Status">
        <TokenStatusBadge status={token.status} />
      </Fact>
      <Fact label="May do">{describeGrants(token.grants).replace('will be able to', 'can')}</Fact>
      <Fact label="Source">{program === undefined ? 'Manual' : `Auto-generated at the sign-in of ${program}`}</Fact>
      <Fact label="Created">
        <TimeText at={token.createdAt} /> from {createdFrom.address} with {createdFrom.client}
      </Fact>
      <Fact label="Last used">
        {lastUsed ? (
          <>
            <TimeText at={lastUsed.at} /> from {lastUsed.address} with {lastUsed.client}
          </>
        ) : (
          'Never'
        )}
      </Fact>
      <Fact label="Expires">{token.expiresAt === null ? 'Never' : <TimeText at={token.expiresAt} />}</Fact>
      <Fact label="Token id">{token.id}</Fact>
    </FactList>
  );
}
