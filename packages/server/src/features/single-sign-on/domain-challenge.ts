import type { OrganizationDomain } from '../../store/records/domains.ts';

export interface DomainRecord {
  readonly name: string;
  readonly value: string;
}

/** The TXT record that proves the domain to be this organization's: its challenge is nobody else's. */
export function domainRecordOf({ name, challenge }: OrganizationDomain): DomainRecord {
  return { name: `_lanyard-challenge.${name}`, value: `lanyard-verification=${challenge}` };
}
