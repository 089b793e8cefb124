import { Client } from '../../support/test-app.ts';
import { LAB, type BenchContext } from '../bench-context.ts';
import { milliseconds, percentiles, Sample } from '../figures.ts';
import { LabPage } from '../lab-page.ts';
import type { ServerProcess } from '../server-process.ts';
import { EtancheShell } from '../shells/etanche.ts';
import type { Row } from '../table.ts';
import type { AttemptView } from '../../../server/contract/api.ts';

const WARM_P50 = 150;
const WARM_P95 = 400;
const COLD_P50 = 2_000;

interface Openings {
  fromClick: Sample;
  fromRequest: Sample;
  answer: Sample;
}

/** Opens the lab in new browsers, one after the other. @param before waits for the sandboxes' reserve. */
async function openInBrowser(
  context: BenchContext,
  server: ServerProcess,
  count: number,
  before: () => Promise<void>,
): Promise<Openings> {
  const samples: Openings = { fromClick: new Sample(), fromRequest: new Sample(), answer: new Sample() };
  for (let n = 1; n <= count; n++) {
    context.say(`ouverture ${n} sur ${count}`);
    await before();
    await using lab = await LabPage.open(context, server, `apprenante-${n}`);
    const { click, asked, answered, prompt } = await lab.openLab();
    samples.fromClick.add(prompt - click);
    samples.fromRequest.add(prompt - asked);
    samples.answer.add(answered - asked);
  }
  return samples;
}

/** The server's part: from the request for a sandbox to the first byte of its terminal. */
async function openDirectly(context: BenchContext, server: ServerProcess, count: number): Promise<Sample> {
  const sample = new Sample();
  for (let n = 1; n <= count; n++) {
    context.say(`ouverture sans navigateur ${n} sur ${count}`);
    const client = await new Client(server.url).signIn(`apprenant-${n}`);
    await server.warm();
    const begin = performance.now();
    const attempt = await client.json<AttemptView>('POST', '/api/attempts', { lab: LAB });
    const first = Promise.withResolvers<number>();
    const shell = await EtancheShell.open(client, server.url, attempt.id, 1, () => first.resolve(performance.now()));
    sample.add((await first.promise) - begin);
    await shell.close();
    await client.send('POST', `/api/attempts/${attempt.id}/close`);
  }
  return sample;
}

/** A sandbox waits: from asking for it to the first prompt. */
export async function warmOpening(context: BenchContext): Promise<Row[]> {
  const { warmServer, counts } = context;
  const browser = await openInBrowser(context, warmServer, counts.warmOpenings, () => warmServer.warm());
  const direct = await openDirectly(context, warmServer, counts.directOpenings);
  const { fromClick, fromRequest, answer } = browser;
  return [
    {
      label: 'bac d’avance : demande du bac → invite dessinée dans le navigateur',
      count: fromRequest.size,
      value: percentiles(fromRequest, 0.5, 0.95),
      target: `p50 ≤ ${WARM_P50} ms · p95 ≤ ${WARM_P95} ms`,
      held: fromRequest.p50 <= WARM_P50 && fromRequest.percentile(0.95) <= WARM_P95,
    },
    {
      label: '… depuis le clic, 300 ms après l’arrivée du pointeur (cache vide)',
      count: fromClick.size,
      value: percentiles(fromClick, 0.5, 0.95),
    },
    { label: '… dont réponse à la demande du bac', count: answer.size, value: percentiles(answer, 0.5, 0.95) },
    {
      label: '… sans navigateur : demande du bac → premier octet du terminal',
      count: direct.size,
      value: percentiles(direct, 0.5, 0.95),
    },
  ];
}

/** No sandbox waits, the engine is ready. */
export async function coldOpening(context: BenchContext): Promise<Row[]> {
  const { coldServer, counts } = context;
  const { fromRequest } = await openInBrowser(context, coldServer, counts.coldOpenings, async () => undefined);
  return [
    {
      label: 'à froid, moteur prêt : demande du bac → invite dans le navigateur',
      count: fromRequest.size,
      value: `p50 ${milliseconds(fromRequest.p50)} · max. ${milliseconds(fromRequest.percentile(1))}`,
      target: `p50 ≤ ${COLD_P50 / 1000} s`,
      held: fromRequest.p50 <= COLD_P50,
    },
  ];
}
