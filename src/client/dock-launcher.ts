import { api } from '../lib/api.ts';
import { ensureSession, session } from '../lib/session.ts';
import { kept } from '../lib/storage.ts';
import type { Dock } from '../islands/lab-dock/index.tsx';

/** Whether the dock was open when this tab last changed page. */
const wasOpen = kept<boolean>('session', 'dock-open', false, (stored) => (typeof stored === 'boolean' ? stored : null));

let dock: Promise<Dock> | undefined;
/** The lab of the learner’s live attempt, known once the server has answered. */
let liveLab: string | null = null;

/** The dock’s code and the terminal’s come only now: a page that is read does not carry them. */
function loadDock(): Promise<Dock> {
  dock ??= import('../islands/lab-dock/index.tsx').then(({ startDock }) =>
    startDock(document.getElementById('dock')!, {
      onOpenChange(open) {
        wasOpen.write(open);
        showResume();
      },
      onLiveLab(lab) {
        liveLab = lab;
        showResume();
      },
    }),
  );
  dock.catch(() => {
    dock = undefined;
    // Its place was kept for nothing.
    delete document.documentElement.dataset.dock;
    document.documentElement.style.removeProperty('--dock-width');
  });
  return dock;
}

/** A pointer over the button that opens a lab, a finger or the focus on it: the click that follows waits for less. */
const INTENTIONS = ['pointerover', 'pointerdown', 'focusin'] as const;

function prepare(event: Event): void {
  if (!(event.target instanceof Element) || !event.target.closest('[data-open-lab]:not([aria-disabled=true])')) return;
  loadDock().then(
    (loaded) => loaded.prepare(),
    // The click will say so.
    () => undefined,
  );
}

const isOpen = (): boolean => document.documentElement.dataset.dock === 'open';

/** Follows the buttons that open labs, brings back a dock that was open, and says when an attempt awaits. */
export function watchDock(): void {
  for (const intention of INTENTIONS) document.addEventListener(intention, prepare, { passive: true });
  document.addEventListener('click', (event) => {
    const opener =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-open-lab], [data-resume-lab]') : null;
    if (!opener || opener.getAttribute('aria-disabled') === 'true') return;
    const lab = opener.dataset.openLab;
    void open(lab ?? null, opener);
  });
  document.addEventListener('astro:page-load', showResume);
  if (wasOpen.read()) void loadDock().then((loaded) => loaded.resume());
  else void findLiveLab();
}

async function open(lab: string | null, opener: HTMLElement): Promise<void> {
  opener.setAttribute('aria-busy', 'true');
  try {
    const loaded = await loadDock();
    await (lab === null ? loaded.resume() : loaded.open(lab));
  } finally {
    opener.removeAttribute('aria-busy');
  }
}

async function findLiveLab(): Promise<void> {
  await ensureSession();
  if (session.value.state !== 'known') return;
  const attempt = await api.currentAttempt().catch(() => null);
  liveLab = attempt && attempt.state !== 'ended' ? attempt.lab : null;
  showResume();
}

function showResume(): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-resume-lab]'))
    button.hidden = liveLab === null || isOpen();
}

/** Shows the hints of the lab that is open, the next one revealed. @throws ApiError when there is none. */
export async function showNextHint(): Promise<void> {
  await (await loadDock()).nextHint();
}

/** Types a command in the learner’s terminal, or explains that a lab must be open first. */
export async function typeInDock(command: string, from: HTMLElement): Promise<void> {
  if (liveLab !== null || isOpen()) {
    const loaded = await loadDock();
    if (!isOpen()) await loaded.resume();
    if (loaded.type(command)) return;
  }
  invite(from);
}

/** Lists the labs that the page offers, in the dialog of `PageFrame.astro`. */
function invite(from: HTMLElement): void {
  const dialog = document.querySelector<HTMLDialogElement>('#open-lab-first')!;
  const offered = new Map(
    [...document.querySelectorAll<HTMLElement>('main [data-open-lab]:not([aria-disabled=true])')].map((button) => [
      button.dataset.openLab ?? '',
      button.dataset.labTitle ?? '',
    ]),
  );
  const list = dialog.querySelector('ul')!;
  list.replaceChildren(
    ...[...offered].map(([id, title]) => {
      const line = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'button small';
      button.dataset.openLab = id;
      button.textContent = title;
      button.addEventListener('click', () => dialog.close());
      line.append(button);
      return line;
    }),
  );
  dialog.addEventListener('close', () => from.focus(), { once: true });
  dialog.showModal();
}
