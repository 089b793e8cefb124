import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { catalogById } from '../labs/catalog.ts';
import { Invitations } from './accounts/invitations.ts';
import { loadOpenId } from './accounts/load-open-id.ts';
import { SessionService } from './accounts/session-service.ts';
import { TrainerService } from './accounts/trainer-service.ts';
import { TrainerSessions } from './accounts/trainer-sessions.ts';
import { checkJournal, together } from './attempts/attempt-journal.ts';
import { AttemptService } from './attempts/attempt-service.ts';
import { ProgressService } from './attempts/progress-service.ts';
import { RECORDINGS } from './app-files.ts';
import { capacityFor } from './classroom/capacity.ts';
import { ClassSchedule } from './classroom/class-schedule.ts';
import { openCertificates } from './certificates/open-certificates.ts';
import { ResultsService } from './classroom/results-service.ts';
import { ClassService } from './classroom/class-service.ts';
import { Forgetting } from './classroom/forgetting.ts';
import { RoomService } from './classroom/room-service.ts';
import { SeatService } from './classroom/seat-service.ts';
import { TerminalRights } from './classroom/terminal-rights.ts';
import type { Config } from './config.ts';
import type { EngineHandle } from './engine/engine-handle.ts';
import { Fleet } from './fleet/fleet.ts';
import { listen, ownNames, publicAddresses } from './http/addresses.ts';
import { EventStreams } from './http/event-streams.ts';
import { cookiesFor, createHttpServer } from './http/http-server.ts';
import { socketSessions } from './http/socket-sessions.ts';
import { createLogger, type Logger } from './logger.ts';
import { Lti } from './lti/lti.ts';
import { Periodic } from './periodic.ts';
import { Recorder } from './recording/recorder.ts';
import { openDockerHost } from './sandbox/open-docker-host.ts';
import type { SandboxHost } from './sandbox/sandbox-host.ts';
import { DATABASE_FILE, openDatabase, type Database } from './store/database.ts';
import { storesOf } from './store/stores.ts';
import { createTerminalGateway, type TerminalGateway } from './terminal/terminal-gateway.ts';
import { OWN, TerminalTickets } from './terminal/tickets.ts';
import { learningRecords } from './xapi/learning-records.ts';

const CLEANING_PERIOD = 3_600_000;
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
  readonly recorder: Recorder;
  readonly lti: Lti;
  readonly tickets: TerminalTickets;
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
  const stores = storesOf(database);
  const { audit, learners } = stores;
  const host = overrides.host ?? (await openDockerHost(config, engine, log));

  const labs = join(config.projectDir, 'labs');
  let catalog = await catalogById(labs);

  let origins: readonly string[] = config.origins;
  const secure = config.origins.length > 0 && config.origins.every((origin) => origin.startsWith('https:'));
  const cookies = cookiesFor(secure);
  const sessions = new SessionService({
    learners,
    classes: stores.classes,
    registration: config.registration,
    onJoined: (learnerId) => seats.joined(learnerId),
  });
  const trainerSessions = new TrainerSessions(stores.trainers);
  const invitations = new Invitations(stores.invitations, stores.trainers, audit);
  const streams = new EventStreams();
  const tickets = new TerminalTickets();
  const recorder = new Recorder({
    directory: join(config.stateDir, RECORDINGS),
    store: stores.recordings,
    openStream: (id, command) => host.openStream(id, command),
    log,
  });
  const gateway = createTerminalGateway({
    tickets,
    origins: () => origins,
    sessionsOf: socketSessions(cookies, sessions, trainerSessions),
    openStream: (id, command) => host.openStream(id, command),
    onActivity: (id) => attempts.activity(id),
    mayType: ({ sandboxId, access }) => rights.mayType(sandboxId, access),
    held: (sandboxId) => rights.held(sandboxId),
    learnHeld: (sandboxId) => rights.learnHeld(sandboxId),
    onOpened: (sandboxId, terminal) => recorder.follow(sandboxId, terminal),
    onWatchers: (sandboxId) => rights.watchersChanged(sandboxId),
    log,
  });

  trainerSessions.onClose((id) => gateway.closeSession(id));

  const fleet: Fleet = new Fleet({
    host,
    store: stores.sandboxes,
    policy: {
      warm: config.sandboxes.warm,
      maximum: config.sandboxes.maximum,
      sandboxMemory: config.sandboxes.memoryMiB * 2 ** 20,
    },
    log,
    onReady: (id) => gateway.prepare(id),
    onEnded: (sandbox, reason) => attempts.sandboxEnded(sandbox, reason),
  });
  const home = () => config.origins[0] ?? origins[0] ?? '';
  const xapi = learningRecords(config, database, log, { home, catalog: () => catalog, classes: stores.classes });
  const progress = new ProgressService(stores.attempts, learners, async (learnerId, chapter) =>
    xapi?.record.chapterFinished(learnerId, chapter),
  );
  const lti = new Lti({
    store: stores.lti,
    stateDir: config.stateDir,
    sessions,
    catalog: () => catalog,
    origins: () => origins,
    progressOf: (learnerId) => progress.of(learnerId),
    audit,
    log,
  });
  const attempts: AttemptService = new AttemptService({
    attempts: stores.attempts,
    audit,
    fleet,
    host,
    catalog: () => catalog,
    limits: config.sandboxes,
    log,
    journal: together([checkJournal(stores.checkEvents), lti.scores, ...(xapi ? [xapi.record] : [])], log),
    gate: (learnerId, lab) => classes.gate(learnerId, lab),
    closeTerminals: (id) => gateway.closeSandbox(id, 'attempt-ended'),
    terminalsOpen: (id) => gateway.connectionsOf(id),
    onChanged: (learnerId) => room.learnerChanged(learnerId),
  });

  const rights = new TerminalRights(attempts, () => seats, log);
  const schedule = new ClassSchedule({
    classes: stores.classes,
    maximum: config.sandboxes.maximum,
    expect: (people) => fleet.expect(people),
    log,
  });
  const forgetting = new Forgetting({
    learners,
    attempts,
    audit,
    closeSession: (id) => gateway.closeSession(id),
    eraseFiles: (learnerId) => recorder.forget([learnerId]),
    onForgotten: (learnerId) => {
      streams.closeOf(learnerId);
      room.learnerLeft(learnerId);
    },
  });
  const classes: ClassService = new ClassService({
    classes: stores.classes,
    learners,
    audit,
    forgetting,
    onChange: async (classId) => {
      await schedule.look();
      await recorder.reconsider(gateway.opened());
      await room.classChanged(classId);
    },
    onDelete: () => schedule.look(),
    onPause: (classId) => seats.pauseChanged(classId),
  });
  const seats: SeatService = new SeatService({
    seats: stores.seats,
    audit,
    attempts,
    classOf: (classId) => stores.classes.find(classId),
    watchersOf: (sandboxId) => gateway.watchersOf(sandboxId),
    onTyping: (sandboxId) => gateway.refresh(sandboxId),
    onChanged: (learnerId) => room.learnerChanged(learnerId),
  });
  const room: RoomService = new RoomService({
    seats: stores.seats,
    seatService: seats,
    attemptStore: stores.attempts,
    attempts,
    classView: (classId) => classes.read(classId),
    pausesOf: (classId) => stores.classes.pauses(classId),
    recordingsOf: (attemptIds) => recorder.ofAttempts(attemptIds),
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
    trainers: new TrainerService(stores.trainers, invitations, trainerSessions, audit),
    invitations,
    classes,
    capacity: async (people) => capacityFor(people, await fleet.capacity()),
    seats,
    room: {
      room,
      seats,
      attempts,
      audit,
      issueWatchTicket: ({ trainer, ...place }) => tickets.issue({ ...place, access: { kind: 'watch', trainer } }),
      removeLearner: (learnerId, actor) => forgetting.forget([learnerId], actor),
      learnersOf: (classId) => stores.classes.learnersOf(classId),
    },
    streams,
    lti,
    openId: config.openId && (await loadOpenId(config.openId, stores.trainers, invitations, audit, log)),
    attempts,
    progress,
    results: new ResultsService({
      results: stores.results,
      checkEvents: stores.checkEvents,
      pausesOf: (classId) => stores.classes.pauses(classId),
      catalog: () => catalog,
    }),
    certificates: await openCertificates(config, {
      certificates: stores.certificates,
      audit,
      catalog: () => catalog,
      onIssued: async (learnerId) => xapi?.record.courseCompleted(learnerId),
    }),
    recorder,
    issueTicket: (place) => tickets.issue({ ...place, access: OWN }),
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
  const cleaning = new Periodic(
    CLEANING_PERIOD,
    () => Promise.all([sessions.clean(), trainerSessions.clean(), recorder.sweep()]),
    log,
  );

  return {
    host,
    fleet,
    attempts,
    database,
    gateway,
    recorder,
    lti,
    tickets,
    http,
    firstInvitation: () => invitations.first(),
    async start() {
      await recorder.start();
      await listen(http, config.host, config.port);
      const port = (http.server.address() as AddressInfo).port;
      origins = [...new Set([...ownNames(config.host).map((name) => `http://${name}:${port}`), ...config.origins])];
      xapi?.outbox.start();
      await lti.scores.start();
      await attempts.start();
      await fleet.start();
      await schedule.start();
      await cleaning.start();
      return { urls: publicAddresses(config, port) };
    },
    address: () => `http://${config.host}:${(http.server.address() as AddressInfo).port}`,
    async reloadLabs() {
      catalog = await catalogById(labs, String(Date.now()));
    },
    async [Symbol.asyncDispose]() {
      cleaning.stop();
      schedule.stop();
      await gateway.close();
      await recorder.close();
      room.stop();
      await http.close();
      await attempts.stop();
      await xapi?.outbox.stop();
      await lti.scores.stop();
      await fleet.stop();
      host.close();
      await database.destroy();
    },
  };
}
