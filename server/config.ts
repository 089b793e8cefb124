import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { isSafeAddress } from './contract/safe-address.ts';
import { OperatorError } from './errors.ts';

const integer = (minimum: number, maximum: number, fallback: number) =>
  z.coerce.number().int().min(minimum).max(maximum).default(fallback);

/** The environment that Étanche reads: every name starts with `ETANCHE_`, every value has a default. */
const environmentSchema = z.object({
  ETANCHE_HOST: z.string().default('127.0.0.1'),
  ETANCHE_PORT: integer(0, 65535, 4321),
  /** Addresses under which browsers reach the server, comma-separated, when it is not the listening one (a proxy with TLS). */
  ETANCHE_ORIGINS: z.string().default(''),
  /** Where everything of ours lives: database, lab engine, images. */
  ETANCHE_STATE: z.string().optional(),
  ETANCHE_ENGINE: z.enum(['auto', 'process', 'container']).default('auto'),
  /** Socket of a lab engine that somebody else runs for us. */
  ETANCHE_ENGINE_SOCKET: z.string().optional(),
  /** Socket of the user's own Docker Engine, for a container of ours that holds the lab engine; found by itself by default. */
  ETANCHE_DOCKER_SOCKET: z.string().optional(),
  /** Whether anybody may begin alone, or only with the code of a class. */
  ETANCHE_REGISTRATION: z.enum(['open', 'class']).default('open'),
  ETANCHE_SANDBOXES: integer(1, 500, 20),
  ETANCHE_WARM: integer(0, 100, 2),
  /** GiB of disk for all sandboxes together. */
  ETANCHE_DISK: integer(8, 10_000, 40),
  ETANCHE_SANDBOX_MEMORY: integer(256, 65_536, 1024),
  ETANCHE_SANDBOX_DISK: integer(1, 500, 3),
  /** Learning record store (xAPI 1.0.3), without the `/statements` at the end. HTTPS, except on the loopback. */
  ETANCHE_XAPI_URL: z
    .url({ protocol: /^https?$/ })
    .refine(isSafeAddress)
    .optional(),
  ETANCHE_XAPI_USER: z.string().default(''),
  ETANCHE_XAPI_PASSWORD: z.string().default(''),
  /** OpenID Connect for those who teach: the four go together, the name has a default. HTTPS, except on the loopback. */
  ETANCHE_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine(isSafeAddress)
    .optional(),
  ETANCHE_OIDC_CLIENT_ID: z.string().min(1).optional(),
  ETANCHE_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** What the button says. */
  ETANCHE_OIDC_NAME: z.string().trim().min(1).max(40).default('OpenID Connect'),
  ETANCHE_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
});

export interface Config {
  host: string;
  port: number;
  origins: readonly string[];
  stateDir: string;
  /** Root of the project: `content/`, `labs/`, `dist/`. */
  projectDir: string;
  registration: 'open' | 'class';
  engine: {
    form: 'auto' | 'process' | 'container';
    socket: string | null;
    dockerSocket: string | null;
    diskGiB: number;
  };
  sandboxes: SandboxLimits & {
    maximum: number;
    warm: number;
    /** Minutes from the opening to the end, and what one extension adds. */
    lifetimeMinutes: number;
    extensionMinutes: number;
    extensions: number;
    /** Minutes without any viewer before the sandbox is taken back. */
    idleMinutes: number;
  };
  /** Where to say what learners do, `null` for nowhere. `url` has no slash at its end. */
  xapi: { url: string; user: string; password: string } | null;
  /** The provider of OpenID Connect by which those who teach may enter. */
  openId: { issuer: string; clientId: string; clientSecret: string; name: string } | null;
  logLevel: string;
}

export interface SandboxLimits {
  memoryMiB: number;
  diskGiB: number;
  cpus: number;
  pids: number;
}

/**
 * @param env the process environment, read once by `main.ts`.
 * @throws OperatorError naming the variable, its value and what is expected.
 */
export function parseConfig(
  env: Readonly<Record<string, string | undefined>>,
  projectDir: string,
  isRoot: boolean,
): Config {
  const result = environmentSchema.safeParse(env);
  if (!result.success) {
    const issue = result.error.issues[0];
    const name = String(issue?.path[0] ?? 'ETANCHE_…');
    throw new OperatorError(
      `La variable ${name} vaut « ${env[name] ?? ''} », ce qui n’est pas une valeur possible.`,
      `unset ${name}    # ou donnez-lui une valeur admise : npm start -- --help`,
    );
  }
  const e = result.data;
  return {
    host: e.ETANCHE_HOST,
    port: e.ETANCHE_PORT,
    origins: e.ETANCHE_ORIGINS.split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
    stateDir: resolve(e.ETANCHE_STATE ?? (isRoot ? '/var/lib/etanche' : join(homedir(), '.local/share/etanche'))),
    projectDir,
    registration: e.ETANCHE_REGISTRATION,
    engine: {
      form: e.ETANCHE_ENGINE,
      socket: e.ETANCHE_ENGINE_SOCKET ?? null,
      dockerSocket: e.ETANCHE_DOCKER_SOCKET ?? null,
      diskGiB: e.ETANCHE_DISK,
    },
    sandboxes: {
      maximum: e.ETANCHE_SANDBOXES,
      warm: e.ETANCHE_WARM,
      memoryMiB: e.ETANCHE_SANDBOX_MEMORY,
      diskGiB: e.ETANCHE_SANDBOX_DISK,
      cpus: 1,
      pids: 768,
      lifetimeMinutes: 90,
      extensionMinutes: 30,
      extensions: 4,
      idleMinutes: 30,
    },
    xapi: e.ETANCHE_XAPI_URL
      ? {
          url: e.ETANCHE_XAPI_URL.replace(/\/+$/, ''),
          user: e.ETANCHE_XAPI_USER,
          password: e.ETANCHE_XAPI_PASSWORD,
        }
      : null,
    openId: openId(e),
    logLevel: e.ETANCHE_LOG,
  };
}

/** @throws OperatorError when some of it is missing. */
function openId(e: z.infer<typeof environmentSchema>): Config['openId'] {
  const { ETANCHE_OIDC_ISSUER, ETANCHE_OIDC_CLIENT_ID, ETANCHE_OIDC_CLIENT_SECRET } = e;
  const needed = { ETANCHE_OIDC_ISSUER, ETANCHE_OIDC_CLIENT_ID, ETANCHE_OIDC_CLIENT_SECRET };
  const [issuer, clientId, clientSecret] = Object.values(needed);
  if (issuer !== undefined && clientId !== undefined && clientSecret !== undefined) {
    return { issuer, clientId, clientSecret, name: e.ETANCHE_OIDC_NAME };
  }
  const missing = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length === Object.keys(needed).length) return null;
  throw new OperatorError(
    `OpenID Connect est réglé à moitié : il manque ${missing.join(' et ')}.`,
    `${missing.map((name) => `${name}=…`).join(' ')} npm start    # la valeur vient de votre fournisseur d’identité`,
  );
}
