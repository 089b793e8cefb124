import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { CatalogEntry } from '../../labs/catalog.ts';
import { Flows } from '../accounts/flows.ts';
import type { Session, SessionService } from '../accounts/session-service.ts';
import { newToken, tokenHash } from '../accounts/tokens.ts';
import type { LtiChoice, ltiLaunchSchema, LtiEntry, LtiLogin } from '../contract/lti.ts';
import { LTI_CHOSEN, LTI_ENTRY, LTI_LINK, LTI_TOOL } from '../contract/lti-paths.ts';
import { classPage } from '../contract/trainer-paths.ts';
import { AppError } from '../errors.ts';
import { trainerActor, type AuditLog } from '../store/audit.ts';
import type { CoursePlace, LtiStore } from '../store/lti.ts';
import type { LtiPlatformRow, TrainerRow } from '../store/schema.ts';
import { isCoursePage, pageOf } from './course-page.ts';
import { readLaunch, type Launch, type Visit } from './launch-claims.ts';
import type { ChosenPage, PlatformClient } from './platform-client.ts';
import type { ScoreSender } from './score-sender.ts';

/** How long somebody may take at the platform, in milliseconds. */
const LOGIN_LIFETIME = 600_000;
/** How long what a platform asked for waits for an answer here, in milliseconds: a trainer may have to sign in, and to think. */
export const ENTRY_LIFETIME = 3_600_000;

/** What waits here while the browser is at the platform. */
interface Login {
  platformId: string;
  nonce: string;
  /** Digest of the token that this browser's cookie holds: the answer must come by the same one. */
  browser: string;
}

/** What a platform asked for, until somebody has answered. */
interface Entry {
  platform: LtiPlatformRow;
  launch: Launch;
  /** The site as this browser calls it. */
  origin: string;
  chosen: readonly ChosenPage[];
}

/** Where a launch leads: a page, with a session of a learner or a question to be answered first. */
export interface Onward {
  to: string;
  /** Token of a learner's session. */
  session?: string;
  /** Token of an entry. */
  entry?: string;
}

export interface LaunchesOptions {
  store: LtiStore;
  client: () => Promise<PlatformClient>;
  scores: Pick<ScoreSender, 'add'>;
  sessions: SessionService;
  catalog: () => ReadonlyMap<string, CatalogEntry>;
  origins: () => readonly string[];
  audit: AuditLog;
}

/** People whom learning platforms send: LTI 1.3 launches, and what is asked of them before they go on. */
export class Launches {
  readonly #options: LaunchesOptions;
  readonly #logins = new Flows<Login>(LOGIN_LIFETIME);
  readonly #entries = new Flows<Entry>(ENTRY_LIFETIME);

  constructor(options: LaunchesOptions) {
    this.#options = options;
  }

  /**
   * Third-party initiated login (1EdTech Security Framework 1.0, 5.1.1).
   * @param browser the token that its cookie holds already: two launches may be under way in one browser.
   * @returns where to send it, and what its cookie must hold.
   * @throws AppError `lti-platform-unknown`
   */
  async begin(login: LtiLogin, origin: string, browser = newToken()): Promise<{ url: string; browser: string }> {
    const platform = await this.#platformFor(login);
    const nonce = newToken();
    const url = new URL(platform.authorization_url);
    const query = {
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: platform.client_id,
      redirect_uri: `${origin}${LTI_TOOL.launch}`,
      login_hint: login.login_hint,
      ...(login.lti_message_hint === undefined ? {} : { lti_message_hint: login.lti_message_hint }),
      state: this.#logins.begin({ platformId: platform.id, nonce, browser: tokenHash(browser) }),
      nonce,
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return { url: url.href, browser };
  }

  /** The platform's own pages, which may frame the one that leads out of a frame. @throws AppError `lti-platform-unknown` */
  async framesOf(login: LtiLogin): Promise<string[]> {
    const { issuer, authorization_url } = await this.#platformFor(login);
    return [
      ...new Set([issuer, authorization_url].filter((url) => URL.canParse(url)).map((url) => new URL(url).origin)),
    ];
  }

  /** @throws AppError `lti-lost`, `lti-refused`, `lti-not-teaching`, `lti-platform-unknown` */
  async end(answer: z.infer<typeof ltiLaunchSchema>, browser: string | undefined, origin: string): Promise<Onward> {
    const { store, client } = this.#options;
    const login = this.#logins.take(answer.state);
    if (!login || browser === undefined || login.browser !== tokenHash(browser)) throw new AppError('lti-lost');
    const platform = await store.platform(login.platformId);
    if (!platform) throw new AppError('lti-platform-unknown');
    if (answer.id_token === undefined) throw new AppError('lti-refused', `the platform says ${answer.error}`);
    const payload = await (await client()).verify(platform, answer.id_token, login.nonce);
    const launch = readLaunch(payload, JSON.parse(platform.deployments) as string[]);
    return this.#lead({ platform, launch, origin, chosen: [] });
  }

  async #lead(entry: Entry): Promise<Onward> {
    const { platform, launch } = entry;
    const ask = (to: string): Onward => ({ to, entry: this.#entries.begin(entry) });
    if (launch.kind === 'selection') return ask(LTI_ENTRY);
    const found = await this.#options.store.classOf(placeOf(entry));
    if (launch.teaches) return found ? { to: classPage('salle', found.id) } : ask(LTI_LINK);
    const learner = found && (await this.#options.store.learner(platform.id, launch.subject, found.id));
    if (!learner) return ask(LTI_ENTRY);
    return {
      to: await this.#arrive(platform, launch, learner.id),
      session: await this.#options.sessions.enter(learner.id),
    };
  }

  /** What is asked in this browser. */
  async entry(token: string | undefined): Promise<LtiEntry> {
    const entry = this.#entries.look(token);
    if (!entry) return { kind: 'nothing' };
    const { platform, launch } = entry;
    const from = { platform: platform.name, course: launch.course.title };
    if (launch.kind === 'selection') return { kind: 'choose', ...from, several: launch.several };
    if (launch.teaches) return { kind: 'link', ...from };
    const found = await this.#options.store.classOf(placeOf(entry));
    return found
      ? { kind: 'join', ...from, class: await this.#options.sessions.doorOf(found) }
      : { kind: 'unlinked', ...from };
  }

  /**
   * Somebody who learns comes into the class of the course.
   * @param present whoever learns in this browser: kept when the pseudonym is theirs and the platform does not know them
   * as somebody else.
   * @throws AppError `lti-lost`, `class-closed`, `class-full`, `pseudonym-taken`
   */
  async join(token: string | undefined, pseudonym: string, present: Session | null): Promise<Onward> {
    const { store, sessions } = this.#options;
    const entry = this.#entries.look(token);
    const found = entry && (await store.classOf(placeOf(entry)));
    if (!found || entry.launch.kind !== 'visit' || entry.launch.teaches) throw new AppError('lti-lost');
    const { platform, launch } = entry;
    const stays = present && !(await store.isPerson(platform.id, present.learner.id)) ? present.learner : null;
    const { learner, token: session } = await sessions.join(pseudonym, found, stays);
    await store.addPerson(platform.id, launch.subject, learner.id);
    this.#entries.take(token);
    const to = await this.#arrive(platform, launch, learner.id);
    return session === null ? { to } : { to, session };
  }

  /** @throws AppError `lti-lost` */
  async link(token: string | undefined, trainer: TrainerRow, classId: string): Promise<Onward> {
    const entry = this.#entries.look(token);
    if (entry?.launch.kind !== 'visit' || !entry.launch.teaches) throw new AppError('lti-lost');
    const { title } = entry.launch.course;
    const row = { id: randomUUID(), ...placeOf(entry), class_id: classId, title, linked_at: Date.now() };
    await this.#options.store.linkCourse(row);
    await this.#options.audit.record(trainerActor(trainer), 'class.link-course', classId, title);
    this.#entries.take(token);
    return { to: classPage('salle', classId) };
  }

  /** @throws AppError `lti-lost`; `bad-request` for several pages where the platform takes one, or what is no page. */
  choose(token: string | undefined, { pages }: LtiChoice): Onward {
    const entry = this.#entries.look(token);
    if (entry?.launch.kind !== 'selection') throw new AppError('lti-lost');
    if (pages.length > 1 && !entry.launch.several) throw new AppError('bad-request');
    if (!pages.every(({ path }) => isCoursePage(path, this.#options.catalog()))) throw new AppError('bad-request');
    entry.chosen = pages.map((page) => ({ ...page, url: entry.origin + page.path }));
    return { to: LTI_CHOSEN };
  }

  /** What takes the chosen pages to the platform: a form that the browser posts. Serves once. @throws AppError `lti-lost` */
  async chosen(token: string | undefined): Promise<{ platform: string; returnUrl: string; token: string }> {
    const entry = this.#entries.look(token);
    if (entry?.launch.kind !== 'selection' || entry.chosen.length === 0) throw new AppError('lti-lost');
    const { platform, launch, chosen } = entry;
    this.#entries.take(token);
    return {
      platform: platform.name,
      returnUrl: launch.returnUrl,
      token: await (await this.#options.client()).selectionToken(platform, launch, chosen),
    };
  }

  /** @returns the page to show; its score is told from now on. */
  async #arrive(platform: LtiPlatformRow, { target, lineItem, subject }: Visit, learnerId: string): Promise<string> {
    const { scores, origins, catalog } = this.#options;
    const page = pageOf(target, origins(), catalog());
    if (lineItem !== null) {
      await scores.add({ platform_id: platform.id, learner_id: learnerId, line_item: lineItem, subject, page });
    }
    return page;
  }

  async #platformFor({ iss, client_id }: LtiLogin): Promise<LtiPlatformRow> {
    const candidates = await this.#options.store.platformsOf(iss);
    const [platform, ...others] = candidates.filter((one) => client_id === undefined || one.client_id === client_id);
    if (!platform || others.length > 0) throw new AppError('lti-platform-unknown');
    return platform;
  }
}

const placeOf = ({ platform, launch }: Entry): CoursePlace => ({
  platform_id: platform.id,
  deployment: launch.deployment,
  context: launch.course.context,
});
