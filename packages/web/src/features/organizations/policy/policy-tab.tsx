import { AnchorLink } from '../../../parts/anchor-link.tsx';
import { SectionHead } from '../../../parts/section-head.tsx';
import { useOrganization } from '../use-organization.ts';
import { PolicyFacts } from './policy-facts.tsx';
import { PolicyForm } from './policy-form.tsx';

export function PolicyTab() {
  const organization = useOrganization();
  return (
    <section>
      <SectionHead title="Policy">
        Rules for whatever reaches the repositories here.{' '}
        {organization.isOwner ? (
          <OwnersNote organization={organization.name} />
        ) : (
          'Owners of the organization change them.'
        )}
      </SectionHead>
      {organization.isOwner ? <PolicyForm organization={organization} /> : <PolicyFacts policy={organization.policy} />}
    </section>
  );
}

function OwnersNote({ organization }: { readonly organization: string }) {
  return (
    <>
      A change binds at once, tokens that exist too. What is asked of members when they sign in stands under{' '}
      <AnchorLink to="/organizations/$organization/sign-in" params={{ organization }} fz="inherit" underline="always">
        Sign-in
      </AnchorLink>
      .
    </>
  );
}
