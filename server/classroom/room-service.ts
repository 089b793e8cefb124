import type { AttemptService } from '../attempts/attempt-service.ts';
import type { CheckView } from '../contract/api.ts';
import type { ClassView } from '../contract/classes.ts';
import type { AttemptSummary, LearnerDetail, LearnerTile, RoomView } from '../contract/room.ts';
import { pausesWithin, type Pause } from '../contract/working-time.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { AttemptStore } from '../store/attempts.ts';
import type { AttemptRow, LearnerRow } from '../store/schema.ts';
import type { SeatStore } from '../store/seats.ts';
import { Coalesced } from './coalesced.ts';
import { Followers } from './followers.ts';
import { learnerTile } from './learner-tile.ts';
import { seatMessage, type SeatService } from './seat-service.ts';

/** Milliseconds during which changes of one learner become one update. The page must show a change within 500. */
const GATHER = 80;
const MESSAGES_SHOWN = 50;

export type RoomEvent =
  | { type: 'room'; data: RoomView }
  | { type: 'tile'; data: LearnerTile }
  | { type: 'left'; data: string }
  | { type: 'class'; data: ClassView };

export interface RoomServiceOptions {
  seats: SeatStore;
  seatService: SeatService;
  attemptStore: AttemptStore;
  attempts: AttemptService;
  /** @throws AppError `class-not-found` */
  classView: (classId: string) => Promise<ClassView>;
  /** When a class was paused. */
  pausesOf: (classId: string) => Promise<readonly Pause[]>;
  recordingsOf: (attemptIds: readonly string[]) => Promise<ReadonlyMap<string, AttemptSummary['recordings']>>;
  log: Logger;
}

/** The trainer's room: everybody at a glance, one learner in detail, told of each change. */
export class RoomService {
  readonly #options: RoomServiceOptions;
  readonly #rooms = new Followers<RoomEvent>();
  readonly #details = new Followers<LearnerDetail>();
  readonly #changes = new Coalesced(GATHER, (learnerId) => void this.#tell(learnerId));

  constructor(options: RoomServiceOptions) {
    this.#options = options;
  }

  /** @throws AppError `class-not-found`. */
  async view(classId: string): Promise<RoomView> {
    const learners = await this.#options.seats.ofClass(classId);
    return {
      class: await this.#options.classView(classId),
      now: Date.now(),
      learners: await this.#tiles(learners, await this.#options.pausesOf(classId)),
    };
  }

  /** @param pauses of their class. */
  async #tiles(learners: readonly LearnerRow[], pauses: readonly Pause[]): Promise<LearnerTile[]> {
    const { seats, seatService, attemptStore, attempts } = this.#options;
    const ids = learners.map(({ id }) => id);
    const [chapters, rows] = await Promise.all([seats.chaptersFinished(ids), attemptStore.ofLearners(ids)]);
    const byLearner = Map.groupBy(rows, ({ learner_id }) => learner_id);
    return learners.map((learner) =>
      learnerTile({
        learner,
        connected: seatService.connected(learner.id),
        watchers: seatService.watchers(learner.id),
        live: attempts.liveOf(learner.id),
        attempts: byLearner.get(learner.id) ?? [],
        chaptersFinished: chapters.get(learner.id) ?? [],
        pauses,
      }),
    );
  }

  /** Sends the whole room, then what changes. @returns stops following. */
  async follow(classId: string, follower: (event: RoomEvent) => void): Promise<() => void> {
    const stop = this.#rooms.add(classId, follower);
    follower({ type: 'room', data: await this.view(classId) });
    return stop;
  }

  /** @throws AppError `learner-not-found`, also for somebody of another class. */
  async learner(classId: string, learnerId: string): Promise<LearnerRow> {
    const learner = await this.#options.seats.find(learnerId);
    if (learner?.class_id !== classId) throw new AppError('learner-not-found');
    return learner;
  }

  /** @throws AppError `learner-not-found` */
  async detail(classId: string, learnerId: string): Promise<LearnerDetail> {
    return this.#detail(await this.learner(classId, learnerId), await this.#options.pausesOf(classId));
  }

  /** Sends the view, then each that follows. @throws AppError `learner-not-found`. @returns stops following. */
  async followDetail(classId: string, learnerId: string, follower: (view: LearnerDetail) => void): Promise<() => void> {
    const view = await this.detail(classId, learnerId);
    const stop = this.#details.add(learnerId, follower);
    follower(view);
    return stop;
  }

  async #detail(learner: LearnerRow, pauses: readonly Pause[]): Promise<LearnerDetail> {
    const { seats, seatService, attemptStore, attempts, recordingsOf } = this.#options;
    const [tiles, rows, messages] = await Promise.all([
      this.#tiles([learner], pauses),
      attemptStore.historyOf(learner.id),
      seats.messages(learner.id, MESSAGES_SHOWN),
    ]);
    const [tile] = tiles;
    if (!tile) throw new AppError('learner-not-found');
    const recordings = await recordingsOf(rows.map(({ id }) => id));
    const { request, keyboard, answer } = seatService.understanding(learner.id);
    return {
      tile,
      now: Date.now(),
      attempt: attempts.liveOf(learner.id)?.view ?? null,
      history: rows.map((row) => summary(row, recordings.get(row.id) ?? [], pauses)),
      messages: messages.map((message) => ({ ...seatMessage(message), readAt: message.read_at })),
      request: request?.kind ?? null,
      keyboard,
      answer,
    };
  }

  /** Something about this learner has changed: whoever looks is told, soon. */
  learnerChanged(learnerId: string): void {
    this.#changes.push(learnerId);
  }

  /** Whoever looks at their class forgets them. Their class is not known any more: each room removes who it has. */
  learnerLeft(learnerId: string): void {
    this.#options.seatService.forget(learnerId);
    this.#rooms.tellAll({ type: 'left', data: learnerId });
  }

  async classChanged(classId: string): Promise<void> {
    if (this.#rooms.has(classId)) {
      this.#rooms.tell(classId, { type: 'class', data: await this.#options.classView(classId) });
    }
    for (const { id } of await this.#options.seats.ofClass(classId)) await this.#options.seatService.changed(id);
  }

  async #tell(learnerId: string): Promise<void> {
    try {
      const learner = await this.#options.seats.find(learnerId);
      if (!learner?.class_id) return;
      const pauses = await this.#options.pausesOf(learner.class_id);
      if (this.#rooms.has(learner.class_id)) {
        const [tile] = await this.#tiles([learner], pauses);
        if (tile) this.#rooms.tell(learner.class_id, { type: 'tile', data: tile });
      }
      if (this.#details.has(learnerId)) this.#details.tell(learnerId, await this.#detail(learner, pauses));
    } catch (error) {
      this.#options.log.error({ error, learner: learnerId }, 'the room was not told');
    }
  }

  stop(): void {
    this.#changes.stop();
  }
}

function summary(row: AttemptRow, recordings: AttemptSummary['recordings'], pauses: readonly Pause[]): AttemptSummary {
  const checks = JSON.parse(row.checks) as CheckView[];
  return {
    id: row.id,
    lab: row.lab,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    pauses: pausesWithin(pauses, row.started_at, row.ended_at),
    endReason: row.end_reason,
    succeededAt: row.succeeded_at,
    passed: row.succeeded_at === null ? checks.filter((check) => check.everPassed).length : checks.length,
    total: checks.length,
    tries: row.tries,
    hints: row.hints_revealed,
    solution: row.solution_revealed_at !== null,
    recordings,
  };
}
