import { z } from 'zod';

/**
 * The file by which skopeo, Podman and CRI-O decide whether an image may be taken (containers-policy.json(5)): for each
 * transport, requirements by scope; the most precise scope that is written applies alone, and all its requirements must hold.
 */
const requirement = z.looseObject({
  type: z.string(),
  keyType: z.string().optional(),
  keyPath: z.string().optional(),
});
const requirements = z.array(requirement).min(1);
const policySchema = z.strictObject({
  default: requirements,
  transports: z.record(z.string(), z.record(z.string(), requirements)).default({}),
});

export type Policy = z.infer<typeof policySchema>;
export type Requirement = z.infer<typeof requirement>;

/** `null` when skopeo would refuse to read it. */
export function readPolicy(text: string): Policy | null {
  try {
    return policySchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/**
 * What is required of an image of the `docker` transport.
 * @param repository with the registry, for instance `127.0.0.1:5000/boutique`.
 * @param suffix `:tag` or `@digest`, the most precise scope.
 */
export function required(policy: Policy, repository: string, suffix: string): readonly Requirement[] {
  const scopes = policy.transports.docker ?? {};
  const parts = repository.split('/');
  const names = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  const scope = [repository + suffix, ...names, ''].find((candidate) => Object.hasOwn(scopes, candidate));
  return (scope === undefined ? undefined : scopes[scope]) ?? policy.default;
}
