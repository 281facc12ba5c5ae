/** The search part of the address of the repositories. */
interface RepositoriesSearch {
  readonly page?: number;
  readonly search?: string;
  /** The repository that is open, `acme/app`. */
  readonly repository?: string;
}

interface TeamsSearch {
  /** The team that is open. */
  readonly team?: string;
}

/** Reads the known parts of an address and ignores the rest. */
export function readRepositoriesSearch(raw: Record<string, unknown>): RepositoriesSearch {
  const page = Number(raw.page);
  return {
    ...(Number.isInteger(page) && page > 1 && { page }),
    ...(isName(raw.search) && { search: raw.search.slice(0, 100) }),
    ...(isName(raw.repository) && { repository: raw.repository }),
  };
}

export function readTeamsSearch({ team }: Record<string, unknown>): TeamsSearch {
  return isName(team) ? { team } : {};
}

function isName(raw: unknown): raw is string {
  return typeof raw === 'string' && raw !== '';
}
