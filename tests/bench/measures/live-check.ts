import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { BenchContext } from '../bench-context.ts';
import { percentiles, Sample } from '../figures.ts';
import { LabPage } from '../lab-page.ts';
import type { Row } from '../table.ts';

const SHOWN_P95 = 150;
const CHECK = 'temoin-en-marche';
const PATIENCE = 60_000;
const RUN = 'docker run -d --name temoin labo/base:1 sleep 3600 >/dev/null';
const REMOVE = 'docker rm -f temoin >/dev/null';

/** When a mark appears in the terminal's rows, and a status on the check. Runs in the page. */
const watchFor = ({ mark, check, passed }: { mark: string; check: string; passed: boolean }): void => {
  const seen = { mark: 0, status: 0 };
  Object.assign(window, { benchSeen: seen });
  const look = (): void => {
    if (seen.mark === 0 && document.querySelector('.xterm-rows')?.textContent.includes(mark))
      seen.mark = performance.now();
    const status = document.getElementById(`check-${check}`)?.dataset.status;
    if (seen.status === 0 && (status === 'passed') === passed) seen.status = performance.now();
    if (seen.mark > 0 && seen.status > 0) watch.disconnect();
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
};

const readSeen = (): { mark: number; status: number } | null => {
  const { benchSeen } = window as unknown as { benchSeen: { mark: number; status: number } };
  return benchSeen.mark > 0 && benchSeen.status > 0 ? benchSeen : null;
};

/** Types a command and a mark. @returns milliseconds from the mark seen to the check shown; negative when it came first. */
async function delay(page: Page, command: string, number: number, passed: boolean): Promise<number> {
  await page.evaluate(watchFor, { mark: `FIN-${number}.`, check: CHECK, passed });
  await page.keyboard.type(`${command}; echo FIN-$((${number})).\n`);
  const handle = await page.waitForFunction(readSeen, undefined, { polling: 50, timeout: PATIENCE });
  const seen = (await handle.jsonValue()) as { mark: number; status: number };
  return seen.status - seen.mark;
}

/** Starts and removes the container that the lab's first check looks for, in the page's terminal. */
export async function liveCheck(context: BenchContext): Promise<Row[]> {
  const { warmServer, counts } = context;
  await warmServer.warm();
  await using lab = await LabPage.open(context, warmServer, 'apprenante-direct');
  await lab.openLab();
  const { page } = lab.visitor;
  await page.locator(`#check-${CHECK}[data-status]`).waitFor();
  await page.locator('.preparing').waitFor({ state: 'detached' });
  await page.locator('.xterm-helper-textarea').first().focus();
  const shown = new Sample();
  const undone = new Sample();
  for (let n = 1; n <= counts.checks; n++) {
    context.say(`contrôle en direct ${n} sur ${counts.checks}`);
    shown.add(await delay(page, RUN, 2 * n, true));
    await sleep(300 + Math.random() * 400);
    undone.add(await delay(page, REMOVE, 2 * n + 1, false));
    await sleep(300 + Math.random() * 400);
  }
  return [
    {
      label: 'commande finie (docker run) → contrôle vert dans la page',
      count: shown.size,
      value: percentiles(shown, 0.5, 0.95),
      target: `p95 ≤ ${SHOWN_P95} ms`,
      held: shown.percentile(0.95) <= SHOWN_P95,
      ...(shown.p50 < 0 ? { note: 'négatif : le contrôle est vert avant que la commande rende la main' } : {}),
    },
    {
      label: 'commande finie (docker rm -f) → contrôle défait dans la page',
      count: undone.size,
      value: percentiles(undone, 0.5, 0.95),
    },
  ];
}
