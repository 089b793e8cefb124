import type { AppError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { Launches, type LaunchesOptions } from './launches.ts';
import type { PlatformClient } from './platform-client.ts';
import { Platforms } from './platforms.ts';
import { ScoreSender, type ScoreSenderOptions } from './score-sender.ts';
import { toolKey, type ToolKey } from './tool-key.ts';

export type LtiOptions = Omit<LaunchesOptions, 'client' | 'scores'> &
  Omit<ScoreSenderOptions, 'client'> & { stateDir: string; log: Logger };

/** Learning platforms: who they send here, and what they are told. */
export class Lti {
  readonly platforms: Platforms;
  readonly launches: Launches;
  readonly scores: ScoreSender;
  readonly #log: Logger;
  readonly #stateDir: string;
  #key: Promise<ToolKey> | null = null;
  #client: Promise<PlatformClient> | null = null;

  constructor(options: LtiOptions) {
    this.#log = options.log;
    this.#stateDir = options.stateDir;
    const client = () => this.#platformClient();
    this.scores = new ScoreSender({ ...options, client });
    this.launches = new Launches({ ...options, client, scores: this.scores });
    this.platforms = new Platforms({
      store: options.store,
      audit: options.audit,
      onChanged: async (before) => {
        (await this.#client)?.forget(before);
        await this.scores.reset(before.id);
      },
    });
  }

  async publicKey(): Promise<ToolKey['public']> {
    return (await this.#toolKey()).public;
  }

  /** Somebody was turned back: whoever runs the server may want to know why. */
  refused(error: AppError): void {
    this.#log.warn({ error }, 'an LTI launch was refused');
  }

  /** Its library is loaded at the first need, which most installations never have. */
  #platformClient(): Promise<PlatformClient> {
    this.#client ??= import('./platform-client.ts').then((module) => new module.PlatformClient(() => this.#toolKey()));
    return this.#client;
  }

  /** Made at the first need too. */
  #toolKey(): Promise<ToolKey> {
    this.#key ??= toolKey(this.#stateDir).catch((error: unknown) => {
      this.#key = null;
      throw error;
    });
    return this.#key;
  }
}
