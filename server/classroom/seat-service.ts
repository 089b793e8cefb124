import type { AttemptService } from '../attempts/attempt-service.ts';
import { KeyedLock } from '../attempts/keyed-lock.ts';
import type { Consent, ConsentAnswer, SeatMessage, SeatView } from '../contract/seat.ts';
import { AppError } from '../errors.ts';
import type { AuditLog } from '../store/audit.ts';
import type { ClassRow, MessageRow } from '../store/schema.ts';
import type { NewMessage, SeatStore } from '../store/seats.ts';
import { Followers } from './followers.ts';
import { helpOf } from './learner-tile.ts';

/**
 * What a trainer asked of a learner, was granted or refused, about one attempt: another must be asked anew. Kept in memory:
 * after a restart too.
 */
interface Understanding {
  request: { kind: Consent; from: string } | null;
  keyboard: string | null;
  answer: ConsentAnswer | null;
}

const NOTHING: Understanding = { request: null, keyboard: null, answer: null };

export interface SeatServiceOptions {
  seats: SeatStore;
  audit: AuditLog;
  attempts: AttemptService;
  classOf: (classId: string) => Promise<ClassRow | undefined>;
  /** Logins of the trainers who look at a terminal of this sandbox. */
  watchersOf: (sandboxId: string) => string[];
  /** Who may type in this sandbox's terminals has changed. */
  onTyping: (sandboxId: string) => void;
  /** Something that the room shows of this learner has changed. */
  onChanged: (learnerId: string) => void;
}

/** A learner's place in a class: messages, help, who watches, what they consent to. */
export class SeatService {
  readonly #options: SeatServiceOptions;
  readonly #understandings = new Map<string, Understanding & { attempt: string }>();
  readonly #held = new Set<string>();
  /** One look at a class's pause after the other: what is read first is never applied last. */
  readonly #looks = new KeyedLock();
  readonly #followers = new Followers<SeatView>();

  constructor(options: SeatServiceOptions) {
    this.#options = options;
  }

  /** `null` for somebody who learns alone. */
  async view(learnerId: string): Promise<SeatView | null> {
    const learner = await this.#options.seats.find(learnerId);
    const room = learner?.class_id ? await this.#options.classOf(learner.class_id) : undefined;
    if (!learner || !room) return null;
    const { request, keyboard } = this.understanding(learnerId);
    return {
      class: { id: room.id, name: room.name },
      messages: (await this.#options.seats.unread(learnerId)).map(seatMessage),
      watchers: this.watchers(learnerId),
      request,
      keyboard,
      help: helpOf(learner),
      pausedAt: room.paused_at,
      recording: room.recording === 1,
      closedItems: JSON.parse(room.closed_items) as string[],
    };
  }

  /** Sends the view, then each that follows. @throws AppError `not-in-a-class`. @returns stops following. */
  async follow(learnerId: string, follower: (view: SeatView) => void): Promise<() => void> {
    const view = await this.view(learnerId);
    if (!view) throw new AppError('not-in-a-class');
    const stop = this.#followers.add(learnerId, follower);
    follower(view);
    this.#options.onChanged(learnerId);
    return () => {
      stop();
      this.#options.onChanged(learnerId);
    };
  }

  /** A page of theirs is open. */
  connected(learnerId: string): boolean {
    return this.#followers.has(learnerId);
  }

  understanding(learnerId: string): Understanding {
    const found = this.#understandings.get(learnerId);
    return found && found.attempt === this.#options.attempts.attemptOf(learnerId) ? found : NOTHING;
  }

  watchers(learnerId: string): string[] {
    const sandbox = this.#sandboxOf(learnerId);
    return sandbox ? this.#options.watchersOf(sandbox) : [];
  }

  /** Tells the learner's pages, and the room. */
  async changed(learnerId: string): Promise<void> {
    this.#options.onChanged(learnerId);
    if (!this.#followers.has(learnerId)) return;
    const view = await this.view(learnerId);
    if (view) this.#followers.tell(learnerId, view);
  }

  /** @throws AppError `not-in-a-class`. */
  async askHelp(learnerId: string, asking: boolean, note: string): Promise<void> {
    const learner = await this.#options.seats.find(learnerId);
    if (!learner?.class_id) throw new AppError('not-in-a-class');
    await this.#options.seats.setHelp(learnerId, asking ? Date.now() : null, asking ? note : '');
    await this.changed(learnerId);
  }

  async answerHelp(learnerId: string): Promise<void> {
    await this.#options.seats.setHelp(learnerId, null, '');
    await this.changed(learnerId);
  }

  async markRead(learnerId: string, messageId: number): Promise<void> {
    await this.#options.seats.markRead(learnerId, messageId, Date.now());
    await this.changed(learnerId);
  }

  async send(learnerIds: readonly string[], message: NewMessage): Promise<void> {
    await this.#options.seats.send(learnerIds, message);
    await Promise.all(learnerIds.map((id) => this.changed(id)));
  }

  /** @throws AppError `nothing-live` when there is no terminal to type in, no sandbox to change. */
  async ask(learnerId: string, kind: Consent, from: string): Promise<void> {
    if (!this.#sandboxOf(learnerId)) throw new AppError('nothing-live');
    await this.#options.audit.record(`trainer:${from}`, `consent.${kind}.asked`, learnerId);
    await this.#settle(learnerId, { ...this.understanding(learnerId), request: { kind, from }, answer: null });
  }

  /**
   * The learner's word: accepts or refuses what was asked; refusing `keyboard` also takes it back.
   * @throws AppError `consent-needed` when nothing of the kind was asked.
   */
  async answer(learnerId: string, kind: Consent, granted: boolean): Promise<void> {
    const { request, keyboard, answer } = this.understanding(learnerId);
    const asked = request?.kind === kind ? request : null;
    if (granted && !asked) throw new AppError('consent-needed');
    const from = asked?.from ?? (kind === 'keyboard' ? keyboard : null);
    const action = `consent.${kind}.${granted ? 'granted' : 'refused'}`;
    await this.#options.audit.record(learnerId, action, learnerId, from ?? '');
    const word = granted ? 'granted' : asked ? 'refused' : 'taken-back';
    await this.#settle(learnerId, {
      request: asked ? null : request,
      keyboard: kind === 'keyboard' ? (granted ? from : null) : keyboard,
      answer: from === null ? answer : { kind, from, word },
    });
    const live = this.#options.attempts.liveOf(learnerId);
    if (kind === 'reset' && granted && live) await this.#options.attempts.reset(learnerId, live.row.id, 'fresh');
  }

  /** The trainer's side: asks no more, types no more. */
  async drop(learnerId: string): Promise<void> {
    await this.#settle(learnerId, NOTHING);
  }

  /** May this trainer type now? Asked at each frame. */
  mayType(learnerId: string, login: string): boolean {
    return this.understanding(learnerId).keyboard === login;
  }

  /** Are the learner's keys held, in a class that pauses? Asked at each frame. */
  held(learnerId: string): boolean {
    return this.#held.has(learnerId);
  }

  /** They are in a class from now on: the room sees them, its pause holds them. */
  async joined(learnerId: string): Promise<void> {
    this.#options.onChanged(learnerId);
    await this.holdIfPaused(learnerId);
  }

  /** Looks again at whether this learner's class pauses. */
  async holdIfPaused(learnerId: string): Promise<void> {
    const classId = (await this.#options.seats.find(learnerId))?.class_id ?? null;
    if (classId === null) this.#hold(learnerId, false);
    else await this.#look(classId, async () => [learnerId]);
  }

  async pauseChanged(classId: string): Promise<void> {
    await this.#look(classId, async () => (await this.#options.seats.ofClass(classId)).map(({ id }) => id));
  }

  #look(classId: string, whom: () => Promise<string[]>): Promise<void> {
    return this.#looks.run(classId, async () => {
      const learners = await whom();
      const paused = ((await this.#options.classOf(classId))?.paused_at ?? null) !== null;
      for (const id of learners) this.#hold(id, paused);
    });
  }

  #hold(learnerId: string, held: boolean): void {
    if (held === this.#held.has(learnerId)) return;
    if (held) this.#held.add(learnerId);
    else this.#held.delete(learnerId);
    const sandbox = this.#sandboxOf(learnerId);
    if (sandbox) this.#options.onTyping(sandbox);
  }

  /** Somebody began or stopped to look: a keyboard granted to one who looks no more is taken back. */
  async watchersChanged(learnerId: string): Promise<void> {
    const { keyboard } = this.understanding(learnerId);
    if (keyboard !== null && !this.watchers(learnerId).includes(keyboard)) await this.drop(learnerId);
    else await this.changed(learnerId);
  }

  async #settle(learnerId: string, next: Understanding): Promise<void> {
    const attempt = this.#options.attempts.attemptOf(learnerId);
    if (attempt === null || next === NOTHING) this.#understandings.delete(learnerId);
    else this.#understandings.set(learnerId, { ...next, attempt });
    const sandbox = this.#sandboxOf(learnerId);
    if (sandbox) this.#options.onTyping(sandbox);
    await this.changed(learnerId);
  }

  /** They are gone for good. */
  forget(learnerId: string): void {
    this.#understandings.delete(learnerId);
    this.#held.delete(learnerId);
  }

  #sandboxOf(learnerId: string): string | null {
    return this.#options.attempts.liveOf(learnerId)?.row.sandbox_id ?? null;
  }
}

export const seatMessage = ({ id, kind, sender, text, target, at }: MessageRow): SeatMessage => ({
  id,
  kind,
  from: sender,
  text,
  target,
  at,
});
