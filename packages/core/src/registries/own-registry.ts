/**
 * The registry that a new server starts with. Lanyard's own `/v2/` uses its service, so `docker login` works before you
 * have a registry.
 */
export const OWN_REGISTRY = { name: 'default', service: 'lanyard' } as const;
