import { SectionHead } from '../../../parts/section-head.tsx';
import { useOrganization } from '../use-organization.ts';
import { PolicyFacts } from './policy-facts.tsx';
import { PolicyForm } from './policy-form.tsx';

export function PolicyTab() {
  const organization = useOrganization();
  return (
    <section>
      <SectionHead title="Policy">
        {organization.isOwner
          ? 'Rules for whatever reaches the repositories here. A change binds at once, tokens that exist too.'
          : 'Rules for whatever reaches the repositories here. Owners of the organization change them.'}
      </SectionHead>
      {organization.isOwner ? <PolicyForm organization={organization} /> : <PolicyFacts policy={organization.policy} />}
    </section>
  );
}
