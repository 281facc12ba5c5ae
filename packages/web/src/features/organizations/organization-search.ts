/** What stands in the address of an organization's lists. */
interface RepositoriesSearch {
  readonly page?: number;
  /** The one that is looked at, `acme/app`. */
  readonly repository?: string;
}

interface TeamsSearch {
  /** The one that is looked at. */
  readonly team?: string;
}

/** Takes what it knows of an address and drops the rest. */
export function readRepositoriesSearch(raw: Record<string, unknown>): RepositoriesSearch {
  const page = Number(raw.page);
  return {
    ...(Number.isInteger(page) && page > 1 && { page }),
    ...(isName(raw.repository) && { repository: raw.repository }),
  };
}

export function readTeamsSearch({ team }: Record<string, unknown>): TeamsSearch {
  return isName(team) ? { team } : {};
}

function isName(raw: unknown): raw is string {
  return typeof raw === 'string' && raw !== '';
}
