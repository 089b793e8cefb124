import { z } from 'zod';
import type { ContainerFacts } from './observation.ts';

/**
 * The seccomp profile that a container was asked to run under. The kernel says that a filter is there, a probe that a
 * call is refused; the profile only tells which mistake was made, and what no probe can try.
 */
const profileSchema = z.object({
  defaultAction: z.string(),
  defaultErrnoRet: z.number().nullish(),
  syscalls: z
    .array(
      z.object({
        names: z.array(z.string()).catch([]),
        action: z.string(),
        args: z.array(z.unknown()).nullish(),
        errnoRet: z.number().nullish(),
      }),
    )
    .nullish()
    .transform((rules) => rules ?? []),
});
export type SeccompProfile = z.infer<typeof profileSchema>;

const OPTION = /^seccomp[=:]/;
const REFUSAL = /^SCMP_ACT_(?:ERRNO|KILL|KILL_PROCESS|KILL_THREAD|TRAP)$/;
const EPERM = 1;

/** `null` when it runs under the engine's own profile, under none, or under one that is no profile. */
export function profileOf({ host }: ContainerFacts): SeccompProfile | null {
  const option = host.securityOpt.find((value) => OPTION.test(value))?.replace(OPTION, '');
  if (!option?.startsWith('{')) return null;
  try {
    return profileSchema.safeParse(JSON.parse(option)).data ?? null;
  } catch {
    return null;
  }
}

/** Whether the container asks for no filter at all. */
export const isUnfiltered = ({ host }: ContainerFacts): boolean =>
  host.privileged || host.securityOpt.some((value) => /^seccomp[=:]unconfined$/.test(value));

/** Whether what no rule names goes through. */
export const letsTheRestThrough = (profile: SeccompProfile): boolean => !REFUSAL.test(profile.defaultAction);

/**
 * Whether that call goes through, for some arguments at least. The first rule that names it decides; runc ignores a rule
 * that only repeats the default action, so that such a refusal refuses nothing that another rule allows.
 */
export function lets(profile: SeccompProfile, call: string): boolean {
  for (const rule of profile.syscalls) {
    if (!rule.names.includes(call) || isRedundant(rule, profile)) continue;
    if (!REFUSAL.test(rule.action)) return true;
    if (!rule.args?.length) return false;
  }
  return letsTheRestThrough(profile);
}

const isRedundant = (rule: SeccompProfile['syscalls'][number], profile: SeccompProfile): boolean =>
  rule.action === profile.defaultAction && (rule.errnoRet ?? EPERM) === (profile.defaultErrnoRet ?? EPERM);

/** The command that shows what `jq` reads in the profile of that container. */
export const seeProfile = (name: string, filter: string): string =>
  `docker inspect -f '{{range .HostConfig.SecurityOpt}}{{println .}}{{end}}' ${name} | sed -n 's/^seccomp=//p' | jq ${filter}`;
