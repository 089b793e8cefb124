import { effect, untracked } from '@preact/signals';
import { render } from 'preact';
import './dock.css';
import '../shared/checks.css';
import './terminals.css';
import { api } from '../../lib/api.ts';
import { ApiError } from '../../lib/http.ts';
import { act, attempt, openLab, phase, resumeAttempt } from './state/attempt.ts';
import { followLayout, isSheet, open, panel, sheet } from './state/layout.ts';
import { followPreferences, prepareTerminal, startTerminals, typeCommand } from './state/terminals.ts';
import { Dock as DockView } from './view/dock.tsx';

/** What pages may ask of the dock. */
export interface Dock {
  /** Somebody is about to open a lab: does now what would make them wait. */
  prepare(): void;
  /** Opens a lab beside the page, or shows it again when it is the live one. */
  open(lab: string): Promise<void>;
  /** Shows the live attempt; closes itself when there is none. */
  resume(): Promise<void>;
  /** Shows the hints of the live attempt, one more revealed. @throws ApiError `attempt-not-found` when none is live. */
  nextHint(): Promise<void>;
  /** @returns false when no attempt is open to type in. */
  type(command: string): boolean;
}

interface Hooks {
  onOpenChange: (open: boolean) => void;
  /** The lab of the live attempt, or `null` once there is none. */
  onLiveLab: (lab: string | null) => void;
}

/** Mounts the dock in the element that outlives page changes. Called once per visit. */
export function startDock(host: HTMLElement, { onOpenChange, onLiveLab }: Hooks): Dock {
  followLayout();
  followPreferences();
  let shown: string | null = null;
  effect(() => {
    const id = attempt.value && attempt.value.state !== 'ended' ? attempt.value.id : null;
    if (id === shown) return;
    shown = id;
    untracked(() => startTerminals(id));
  });
  effect(() => onOpenChange(open.value));
  effect(() => {
    if (phase.value === 'opening') return;
    onLiveLab(attempt.value && attempt.value.state !== 'ended' ? attempt.value.lab : null);
  });
  render(<DockView />, host);

  const show = (): void => {
    open.value = true;
    if (sheet.value === 'bas') sheet.value = 'moyen';
  };
  return {
    prepare: prepareTerminal,
    async open(lab) {
      show();
      panel.value = 'objectifs';
      await openLab(lab);
    },
    async resume() {
      show();
      if (!(await resumeAttempt())) open.value = false;
    },
    async nextHint() {
      await this.resume();
      if (phase.value !== 'open' || !attempt.value) throw new ApiError('attempt-not-found');
      panel.value = 'indices';
      const { revealed, total } = attempt.value.hints;
      if (revealed.length < total) await act('hint', api.nextHint);
    },
    type(command) {
      if (!typeCommand(command)) return false;
      show();
      if (isSheet.value) panel.value = 'terminal';
      return true;
    },
  };
}
