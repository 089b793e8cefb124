import { randomUUID } from 'node:crypto';
import type { LinkedCourse, PlatformSettings, PlatformView } from '../contract/lti.ts';
import { AppError } from '../errors.ts';
import { trainerActor, type AuditLog } from '../store/audit.ts';
import type { LtiStore } from '../store/lti.ts';
import type { LtiPlatformRow, TrainerRow } from '../store/schema.ts';

export interface PlatformsOptions {
  store: LtiStore;
  audit: AuditLog;
  /** Nothing learnt of the one before may serve any more. */
  onChanged: (platform: LtiPlatformRow) => Promise<void>;
}

/** The platforms that may send people here, and the courses of theirs that are linked. */
export class Platforms {
  readonly #options: PlatformsOptions;

  constructor(options: PlatformsOptions) {
    this.#options = options;
  }

  async list(): Promise<PlatformView[]> {
    const rows = await this.#options.store.platforms();
    return rows.map((row) => ({
      ...settingsOf(row),
      id: row.id,
      createdAt: row.created_at,
      courses: Number(row.courses),
      waitingScores: Number(row.waiting_scores),
    }));
  }

  /** @throws AppError `platform-known` */
  async add(actor: TrainerRow, settings: PlatformSettings): Promise<PlatformView> {
    const { store, audit } = this.#options;
    const row = { id: randomUUID(), created_at: Date.now(), ...columnsOf(settings) };
    if (!(await store.insertPlatform(row))) throw new AppError('platform-known');
    await audit.record(trainerActor(actor), 'platform.add', settings.name, settings.issuer);
    return this.#view(row.id);
  }

  /** @throws AppError `platform-not-found`, `platform-known` */
  async change(actor: TrainerRow, id: string, settings: PlatformSettings): Promise<PlatformView> {
    const { store, audit, onChanged } = this.#options;
    const before = await this.#require(id);
    const namesakes = await store.platformsOf(settings.issuer);
    if (namesakes.some((other) => other.id !== id && other.client_id === settings.clientId))
      throw new AppError('platform-known');
    await store.updatePlatform(id, columnsOf(settings));
    await onChanged(before);
    await audit.record(trainerActor(actor), 'platform.change', settings.name, settings.issuer);
    return this.#view(id);
  }

  /** @throws AppError `platform-not-found` */
  async remove(actor: TrainerRow, id: string): Promise<void> {
    const { store, audit, onChanged } = this.#options;
    const row = await this.#require(id);
    await store.deletePlatform(id);
    await onChanged(row);
    await audit.record(trainerActor(actor), 'platform.remove', row.name, row.issuer);
  }

  async coursesOf(classId: string): Promise<LinkedCourse[]> {
    const rows = await this.#options.store.coursesOf(classId);
    return rows.map(({ id, platform, title, linked_at }) => ({ id, platform, title, linkedAt: linked_at }));
  }

  /** @throws AppError `course-not-found` */
  async unlink(actor: TrainerRow, classId: string, courseId: string): Promise<void> {
    const { store, audit } = this.#options;
    if (!(await store.unlinkCourse(classId, courseId))) throw new AppError('course-not-found');
    await audit.record(trainerActor(actor), 'class.unlink-course', classId);
  }

  async #require(id: string): Promise<LtiPlatformRow> {
    const row = await this.#options.store.platform(id);
    if (!row) throw new AppError('platform-not-found');
    return row;
  }

  async #view(id: string): Promise<PlatformView> {
    const view = (await this.list()).find((one) => one.id === id);
    if (!view) throw new AppError('platform-not-found');
    return view;
  }
}

const settingsOf = (row: LtiPlatformRow): PlatformSettings => ({
  name: row.name,
  issuer: row.issuer,
  clientId: row.client_id,
  deployments: JSON.parse(row.deployments) as string[],
  authorizationUrl: row.authorization_url,
  tokenUrl: row.token_url,
  keysUrl: row.keys_url,
});

const columnsOf = (settings: PlatformSettings) => ({
  name: settings.name,
  issuer: settings.issuer,
  client_id: settings.clientId,
  deployments: JSON.stringify([...new Set(settings.deployments)]),
  authorization_url: settings.authorizationUrl,
  token_url: settings.tokenUrl,
  keys_url: settings.keysUrl,
});
