import { randomBytes, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { ClassSettings, ClassView, newClassSchema } from '../contract/classes.ts';
import { CLASS_CODE_LENGTH, codeOf } from '../contract/codes.ts';
import { AppError } from '../errors.ts';
import { trainerActor, type AuditLog } from '../store/audit.ts';
import type { ClassStore } from '../store/classes.ts';
import type { LearnerStore } from '../store/learners.ts';
import type { ClassRow, TrainerRow } from '../store/schema.ts';
import { classView, closedItemsOf, settingsRow } from './class-view.ts';
import type { Forgetting } from './forgetting.ts';
import { mayOpen } from './gates.ts';

/** Sandboxes that a class may ask to have kept ready. */
const MAXIMUM_WARM = 100;
const RECORDING_DAYS = 30;

export interface ClassServiceOptions {
  classes: ClassStore;
  learners: LearnerStore;
  audit: AuditLog;
  forgetting: Forgetting;
  /** A class was made, or changed. */
  onChange: (classId: string) => Promise<void>;
  onDelete: (classId: string) => Promise<void>;
  /** Everybody's terminals are to be held, or given back: `paused_at` of the class says which. */
  onPause: (classId: string) => Promise<void>;
}

/** Classes as their trainers keep them. Whether a class is the caller's to touch is asked before, by `owns`. */
export class ClassService {
  readonly #options: ClassServiceOptions;
  readonly #classes: ClassStore;

  constructor(options: ClassServiceOptions) {
    this.#options = options;
    this.#classes = options.classes;
  }

  /** Whether the class is the trainer's to see and to change: theirs, or any for an administrator. */
  async owns({ id, role }: TrainerRow, classId: string): Promise<boolean> {
    if (role === 'administrator') return (await this.#classes.find(classId)) !== undefined;
    return this.#classes.teaches(id, classId);
  }

  /** Latest first. */
  async list({ id, role }: TrainerRow): Promise<ClassView[]> {
    const rows = await (role === 'administrator' ? this.#classes.all() : this.#classes.ofTrainer(id));
    return Promise.all(rows.map((row) => this.#view(row)));
  }

  /** @throws AppError `class-not-found` */
  async read(classId: string): Promise<ClassView> {
    const row = await this.#classes.find(classId);
    if (!row) throw new AppError('class-not-found');
    return this.#view(row);
  }

  async #view(row: ClassRow): Promise<ClassView> {
    return classView(row, await this.#classes.countLearners(row.id), await this.#classes.trainersOf(row.id));
  }

  async create(trainer: TrainerRow, asked: z.infer<typeof newClassSchema>): Promise<ClassView> {
    const settings: ClassSettings = {
      ...asked,
      state: 'open',
      warm: Math.min(asked.capacity, MAXIMUM_WARM),
      closedItems: [],
      recording: false,
      recordingDays: RECORDING_DAYS,
    };
    const row: ClassRow = {
      ...settingsRow(settings),
      id: randomUUID(),
      code: await this.#unusedCode(),
      paused_at: null,
      created_at: Date.now(),
    };
    await this.#classes.insert(row, trainer.id);
    return this.#done(trainer, 'class.create', row.id, row.name);
  }

  async #unusedCode(): Promise<string> {
    for (;;) {
      const code = codeOf(randomBytes(CLASS_CODE_LENGTH));
      if (!(await this.#classes.findByCode(code))) return code;
    }
  }

  async change(trainer: TrainerRow, classId: string, settings: ClassSettings): Promise<ClassView> {
    await this.#classes.update(classId, settingsRow(settings));
    return this.#done(trainer, 'class.change', classId, JSON.stringify(settings));
  }

  /** The code before is worth nothing any more; those who are in stay. */
  async renewCode(trainer: TrainerRow, classId: string): Promise<ClassView> {
    await this.#classes.update(classId, { code: await this.#unusedCode() });
    return this.#done(trainer, 'class.new-code', classId);
  }

  /** @throws AppError `trainer-not-found` */
  async addTrainer(trainer: TrainerRow, classId: string, login: string): Promise<ClassView> {
    const added = await this.#classes.addTrainer(classId, login.trim().toLowerCase());
    if (added === undefined) throw new AppError('trainer-not-found');
    return this.#done(trainer, 'class.add-trainer', classId, added);
  }

  async pause(trainer: TrainerRow, classId: string, paused: boolean): Promise<ClassView> {
    await (paused ? this.#classes.pause(classId, Date.now()) : this.#classes.resume(classId, Date.now()));
    await this.#options.onPause(classId);
    return this.#done(trainer, paused ? 'class.pause' : 'class.unpause', classId);
  }

  /** With everybody in it and all that is theirs. */
  async delete(trainer: TrainerRow, classId: string): Promise<void> {
    // Closed first: nobody joins while the others leave.
    await this.#classes.update(classId, { state: 'closed' });
    const learners = await this.#classes.learnersOf(classId);
    await this.#options.forgetting.forget(learners, trainerActor(trainer));
    await this.#classes.delete(classId);
    await this.#options.audit.record(trainerActor(trainer), 'class.delete', classId, String(learners.length));
    await this.#options.onDelete(classId);
  }

  async #done(trainer: TrainerRow, action: string, classId: string, detail = ''): Promise<ClassView> {
    await this.#options.audit.record(trainerActor(trainer), action, classId, detail);
    await this.#options.onChange(classId);
    return this.read(classId);
  }

  /** Whether a learner may open a lab now. @throws AppError `lab-closed`; `not-signed-in` for somebody who has just left. */
  async gate(learnerId: string, lab: { id: string; chapter: string }): Promise<void> {
    const learner = await this.#options.learners.find(learnerId);
    if (!learner) throw new AppError('not-signed-in');
    const row = learner.class_id === null ? undefined : await this.#classes.find(learner.class_id);
    if (row && !mayOpen(closedItemsOf(row), lab.id, lab.chapter)) throw new AppError('lab-closed');
  }
}
