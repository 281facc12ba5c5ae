/** The registry that a fresh server knows; Lanyard's own `/v2/` speaks for its service, so that `docker login` works with no registry at hand. */
export const OWN_REGISTRY = { name: 'default', service: 'lanyard' } as const;
