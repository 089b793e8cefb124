import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** What xAPI 1.0.3 (part 2, 2.2 to 2.4) wants of the statements that we may send; nothing more is let in. */
const iri = z.url();
const names = z.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/), z.string().min(1));
const activity = z.strictObject({
  objectType: z.literal('Activity'),
  id: iri,
  definition: z.strictObject({ type: iri, name: names }),
});
const statementSchema = z.strictObject({
  id: z.uuid(),
  actor: z.strictObject({
    objectType: z.literal('Agent'),
    account: z.strictObject({ homePage: iri, name: z.string().min(1) }),
  }),
  verb: z.strictObject({
    id: z.string().regex(/^http:\/\/adlnet\.gov\/expapi\/verbs\/(initialized|passed|failed|completed|terminated)$/),
    display: names,
  }),
  object: activity,
  result: z
    .strictObject({
      success: z.boolean().optional(),
      completion: z.boolean().optional(),
      duration: z.iso.duration().optional(),
      score: z
        .strictObject({ scaled: z.number().min(-1).max(1), raw: z.number(), min: z.number(), max: z.number() })
        .refine(({ raw, min, max }) => min < max && min <= raw && raw <= max)
        .optional(),
    })
    .optional(),
  context: z.strictObject({
    platform: z.string(),
    language: z.string(),
    registration: z.uuid().optional(),
    contextActivities: z
      .strictObject({ parent: z.array(activity).optional(), grouping: z.array(activity).optional() })
      .optional(),
  }),
  timestamp: z.iso.datetime(),
});
export type ReceivedStatement = z.infer<typeof statementSchema>;

/** A learning record store over real HTTP: strict about what it takes, and able to go away. */
export class LearningRecordStore implements AsyncDisposable {
  /** By identifier, in the order in which they came: one sent again counts once. */
  readonly statements = new Map<string, ReceivedStatement>();
  /** Requests of any kind, refused ones included. */
  readonly requests: { authorization: string | undefined; version: string | undefined; status: number }[] = [];
  /** Answered instead of looking, when set. */
  status: number | null = null;
  #server: Server | null = null;
  #port = 0;

  static async open(): Promise<LearningRecordStore> {
    const store = new LearningRecordStore();
    await store.comeBack();
    return store;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/xapi`;
  }

  /** On the port of the previous time. */
  async comeBack(): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const status = this.#take(request.method, request.url, Buffer.concat(chunks).toString('utf8'));
        this.requests.push({
          authorization: request.headers.authorization,
          version: request.headers['x-experience-api-version']?.toString(),
          status,
        });
        response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:9/' } : {}).end('[]');
      });
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async goAway(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  }

  #take(method: string | undefined, url: string | undefined, body: string): number {
    if (this.status !== null) return this.status;
    if (method !== 'POST' || url !== '/xapi/statements') return 404;
    const parsed = z.array(statementSchema).safeParse(JSON.parse(body));
    if (!parsed.success) return 400;
    for (const statement of parsed.data)
      if (!this.statements.has(statement.id)) this.statements.set(statement.id, statement);
    return 200;
  }

  /** What was said, in short: « passed https://… ». */
  said(): string[] {
    return [...this.statements.values()].map(({ verb, object }) => `${verb.id.split('/').at(-1)} ${object.id}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.goAway();
  }
}
