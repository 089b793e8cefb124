import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { readCatalog, type CatalogEntry } from '../labs/catalog.ts';
import { Invitations } from './accounts/invitations.ts';
import { SessionService } from './accounts/session-service.ts';
import { TrainerService } from './accounts/trainer-service.ts';
import { TrainerSessions } from './accounts/trainer-sessions.ts';
import { checkJournal, together } from './attempts/attempt-journal.ts';
import { AttemptService } from './attempts/attempt-service.ts';
import { ProgressService } from './attempts/progress-service.ts';
import { CertificateService } from './certificates/certificate-service.ts';
import { courseVersion, publishedLabs } from './certificates/course.ts';
import { signingKey } from './certificates/signing-key.ts';
import { ResultsService } from './classroom/results-service.ts';
import { ClassService } from './classroom/class-service.ts';
import { Forgetting } from './classroom/forgetting.ts';
import { RoomService } from './classroom/room-service.ts';
import { SeatService } from './classroom/seat-service.ts';
import type { Config } from './config.ts';
import type { EngineHandle } from './engine/engine-handle.ts';
import { OperatorError } from './errors.ts';
import { Fleet } from './fleet/fleet.ts';
import { EventStreams } from './http/event-streams.ts';
import { cookiesFor, createHttpServer } from './http/http-server.ts';
import { createLogger, type Logger } from './logger.ts';
import { DockerHost } from './sandbox/docker-host.ts';
import type { SandboxHost } from './sandbox/sandbox-host.ts';
import { AttemptStore } from './store/attempts.ts';
import { AuditLog } from './store/audit.ts';
import { CertificateStore } from './store/certificates.ts';
import { CheckEventStore } from './store/check-events.ts';
import { ClassResultStore } from './store/class-results.ts';
import { ClassStore } from './store/classes.ts';
import { openDatabase, type Database } from './store/database.ts';
import { InvitationStore } from './store/invitations.ts';
import { LearnerStore } from './store/learners.ts';
import { SandboxStore } from './store/sandboxes.ts';
import { SeatStore } from './store/seats.ts';
import { TrainerStore } from './store/trainers.ts';
import { createTerminalGateway, type TerminalGateway } from './terminal/terminal-gateway.ts';
import { TerminalTickets } from './terminal/tickets.ts';
import { learningRecords } from './xapi/learning-records.ts';

const CLEANING_PERIOD = 3_600_000;
/** The file to back up, in the state folder. */
export const DATABASE_FILE = 'etanche.db';

export interface Overrides {
  host?: SandboxHost;
  log?: Logger;
  /** `:memory:` in tests. */
  databasePath?: string;
  /** Refuses an answer that the table of routes does not describe. */
  checkAnswers?: boolean;
}

/** The running program. */
export interface App extends AsyncDisposable {
  /** Listens, takes up what an earlier server left, fills the pool. @returns the addresses to open. */
  start(): Promise<{ urls: string[] }>;
  /** Where it listens, once started. */
  address(): string;
  readonly host: SandboxHost;
  readonly fleet: Fleet;
  readonly attempts: AttemptService;
  readonly database: Database;
  readonly gateway: TerminalGateway;
  readonly http: FastifyInstance;
  /** The token of a fresh invitation to administer, while nobody does: voids the one before. `null` afterwards. */
  firstInvitation(): Promise<string | null>;
  /** Reads the labs again (development). */
  reloadLabs(): Promise<void>;
}

/**
 * Builds everything, in one place.
 * @param engine the lab engine; `null` only with `overrides.host`.
 */
export async function createApp(config: Config, engine: EngineHandle | null, overrides: Overrides = {}): Promise<App> {
  const log = overrides.log ?? createLogger(config.logLevel);
  await mkdir(config.stateDir, { recursive: true, mode: 0o711 });
  const database = await openDatabase(overrides.databasePath ?? join(config.stateDir, DATABASE_FILE));
  const learners = new LearnerStore(database);
  const attemptStore = new AttemptStore(database);
  const checkEventStore = new CheckEventStore(database);
  const sandboxes = new SandboxStore(database);
  const host = overrides.host ?? (await dockerHost(config, engine, log));

  const labsDirectory = join(config.projectDir, 'labs');
  let catalog = await loadCatalog(labsDirectory);

  let origins: readonly string[] = config.origins;
  const secure = config.origins.length > 0 && config.origins.every((origin) => origin.startsWith('https:'));
  const cookies = cookiesFor(secure);
  const audit = new AuditLog(database);
  const classStore = new ClassStore(database);
  const trainerStore = new TrainerStore(database);
  const sessions = new SessionService({ learners, classes: classStore, registration: config.registration });
  const trainerSessions = new TrainerSessions(trainerStore);
  const invitations = new Invitations(new InvitationStore(database), trainerStore, audit);
  const streams = new EventStreams();
  const tickets = new TerminalTickets();
  const gateway = createTerminalGateway({
    tickets,
    origins: () => origins,
    sessionOf: async (request) => {
      const sent = http.parseCookie(request.headers.cookie ?? '');
      return (await sessions.find(sent[cookies.learner.name]))?.id ?? null;
    },
    openStream: (id, command) => host.openStream(id, command),
    onActivity: (id) => attempts.activity(id),
    log,
  });

  const fleet: Fleet = new Fleet({
    host,
    store: sandboxes,
    policy: {
      warm: config.sandboxes.warm,
      maximum: config.sandboxes.maximum,
      sandboxMemory: config.sandboxes.memoryMiB * 2 ** 20,
    },
    log,
    onReady: (id) => gateway.prepare(id),
    onEnded: (sandbox, reason) => attempts.sandboxEnded(sandbox, reason),
  });
  const xapi = learningRecords(config, database, log, {
    home: () => config.origins[0] ?? origins[0] ?? '',
    catalog: () => catalog,
  });
  const attempts: AttemptService = new AttemptService({
    attempts: attemptStore,
    audit,
    fleet,
    host,
    catalog: () => catalog,
    limits: config.sandboxes,
    log,
    journal: together([checkJournal(checkEventStore), ...(xapi ? [xapi.record] : [])], log),
    gate: (learnerId, lab) => classes.gate(learnerId, lab),
    closeTerminals: (id) => gateway.closeSandbox(id, 'attempt-ended'),
    terminalsOpen: (id) => gateway.connectionsOf(id),
    onChanged: (learnerId) => room.learnerChanged(learnerId),
  });

  const forgetting = new Forgetting({
    learners,
    attempts,
    audit,
    closeSession: (id) => gateway.closeSession(id),
    eraseFiles: async () => {},
    onForgotten: (learnerId) => {
      streams.closeOf(learnerId);
      room.learnerLeft(learnerId);
    },
  });
  const classes: ClassService = new ClassService({
    classes: classStore,
    audit,
    forgetting,
    onChange: (classId) => room.classChanged(classId),
    onPause: async () => {},
  });
  const seatStore = new SeatStore(database);
  const seats: SeatService = new SeatService({
    seats: seatStore,
    audit,
    attempts,
    classOf: (classId) => classStore.find(classId),
    watchersOf: () => [],
    onTyping: () => undefined,
    onChanged: (learnerId) => room.learnerChanged(learnerId),
  });
  const room: RoomService = new RoomService({
    seats: seatStore,
    seatService: seats,
    attemptStore,
    attempts,
    classView: (classId) => classes.read(classId),
    recordingsOf: async () => new Map(),
    log,
  });

  const http: FastifyInstance = await createHttpServer({
    dist: join(config.projectDir, 'dist'),
    origins: () => origins,
    secure,
    checkAnswers: overrides.checkAnswers ?? false,
    cookies,
    sessions,
    trainerSessions,
    trainers: new TrainerService(trainerStore, invitations, trainerSessions, audit),
    invitations,
    classes,
    seats,
    room: {
      room,
      seats,
      attempts,
      audit,
      issueWatchTicket: (grant) => tickets.issue(grant),
      removeLearner: (learnerId, actor) => forgetting.forget([learnerId], actor),
      learnersOf: (classId) => classStore.learnersOf(classId),
    },
    streams,
    attempts,
    progress: new ProgressService(attemptStore, learners, async (learnerId, chapter) =>
      xapi?.record.chapterFinished(learnerId, chapter),
    ),
    results: new ResultsService({
      results: new ClassResultStore(database),
      checkEvents: checkEventStore,
      catalog: () => catalog,
    }),
    certificates: new CertificateService({
      certificates: new CertificateStore(database),
      audit,
      key: await signingKey(config.stateDir),
      required: () => publishedLabs(config.projectDir, catalog),
      course: await courseVersion(config.projectDir),
      onIssued: async (learnerId) => xapi?.record.courseCompleted(learnerId),
    }),
    issueTicket: (grant) => tickets.issue(grant),
    onSignOut: async (learnerId, sessionId) => {
      gateway.closeSession(sessionId);
      await attempts.endAll(learnerId, 'signed-out');
    },
    forget: (learnerId) => forgetting.forget([learnerId], learnerId),
    status: async () => {
      const { ready, claimed, maximum } = await fleet.status();
      return { labs: ready + claimed > 0 ? 'ready' : 'starting', sandboxes: { ready, claimed, maximum } };
    },
    log,
  });
  http.server.on('upgrade', (request, socket, head) => gateway.handleUpgrade(request, socket, head));
  let cleaning: NodeJS.Timeout | null = null;

  return {
    host,
    fleet,
    attempts,
    database,
    gateway,
    http,
    firstInvitation: () => invitations.first(),
    async start() {
      await listen(http, config);
      const port = (http.server.address() as AddressInfo).port;
      origins = [...new Set([...ownNames(config.host).map((name) => `http://${name}:${port}`), ...config.origins])];
      xapi?.outbox.start();
      await attempts.start();
      await fleet.start();
      const clean = () => Promise.all([sessions.clean(), trainerSessions.clean()]);
      await clean();
      cleaning = setInterval(
        () => void clean().catch((error: unknown) => log.error({ error }, 'cleaning failed')),
        CLEANING_PERIOD,
      );
      const [first] = ownNames(config.host);
      return { urls: config.origins.length > 0 ? [...config.origins] : [`http://${first}:${port}`] };
    },
    address: () => `http://${config.host}:${(http.server.address() as AddressInfo).port}`,
    async reloadLabs() {
      catalog = await loadCatalog(labsDirectory, String(Date.now()));
    },
    async [Symbol.asyncDispose]() {
      if (cleaning) clearInterval(cleaning);
      await gateway.close();
      await http.close();
      await attempts.stop();
      await xapi?.outbox.stop();
      room.stop();
      await fleet.stop();
      host.close();
      await database.destroy();
    },
  };
}

/** The names under which a browser may call a server that listens there. The first is the one to print. */
function ownNames(host: string): string[] {
  const loopback = ['127.0.0.1', 'localhost'];
  if (loopback.includes(host)) return loopback;
  if (host !== '0.0.0.0' && host !== '::') return [host, ...loopback];
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  const outside = addresses
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map(({ address }) => address);
  return [...outside, hostname().toLowerCase(), ...loopback];
}

async function loadCatalog(directory: string, fresh = ''): Promise<ReadonlyMap<string, CatalogEntry>> {
  return new Map((await readCatalog(directory, fresh)).map((entry) => [entry.lab.id, entry]));
}

async function dockerHost(config: Config, engine: EngineHandle | null, log: Logger): Promise<DockerHost> {
  if (!engine) throw new Error('an engine is needed to make a sandbox host');
  return new DockerHost({ engine, instance: await instanceName(config.stateDir), limits: config.sandboxes, log });
}

/** The name by which this installation knows its own sandboxes: made once, kept in the state folder. */
async function instanceName(stateDir: string): Promise<string> {
  const file = join(stateDir, 'instance');
  const known = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (/^[0-9a-f]{8}$/.test(known)) return known;
  const name = randomBytes(4).toString('hex');
  await writeFile(file, `${name}\n`);
  return name;
}

async function listen(http: FastifyInstance, config: Config): Promise<void> {
  try {
    await http.listen({ host: config.host, port: config.port });
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'EADDRINUSE') throw cause;
    throw new OperatorError(
      `Le port ${config.port} est déjà pris par un autre programme.`,
      `ETANCHE_PORT=${config.port + 1} npm start    # ou arrêtez l’autre programme : ss -ltnp 'sport = :${config.port}'`,
      { cause },
    );
  }
}
