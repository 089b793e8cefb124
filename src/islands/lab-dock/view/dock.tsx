import { useEffect, useRef } from 'preact/hooks';
import { announcement, attempt, lab, phase } from '../state/attempt.ts';
import { isSheet, open, panel, panelShare, sheet } from '../state/layout.ts';
import { Ended, Failed, Opening } from './closed-states.tsx';
import { Header } from './header.tsx';
import { Notices } from './notices.tsx';
import { Panels } from './panels.tsx';
import { PseudonymDialog } from './pseudonym-dialog.tsx';
import { ShareSeparator, SheetHandle, WidthSeparator } from './separators.tsx';
import { Terminals } from './terminals.tsx';

/** The learner’s sandbox beside the chapter: what is asked, what is seen, the terminal. */
export function Dock() {
  const root = useRef<HTMLElement>(null);
  const name = lab.value ? `Bac à sable : ${lab.value.title}` : 'Bac à sable';

  // Opening moves the reader to the dock; coming back to a page with an open dock does not.
  const wasOpen = useRef(document.documentElement.dataset.dock === 'open');
  useEffect(() => {
    if (open.value && !wasOpen.current) root.current?.focus({ preventScroll: true });
    wasOpen.current = open.value;
  }, [open.value]);

  const live = phase.value === 'open' && attempt.value !== null;
  const withTerminal = live && (!isSheet.value || panel.value === 'terminal');
  const withPanel = !isSheet.value || panel.value !== 'terminal';
  return (
    <aside
      class="dock"
      ref={root}
      tabIndex={-1}
      aria-label={name}
      hidden={!open.value}
      data-sheet={isSheet.value ? sheet.value : undefined}
    >
      {isSheet.value ? <SheetHandle /> : <WidthSeparator />}
      <Header />
      <Notices />
      {phase.value === 'opening' && <Opening />}
      {phase.value === 'failed' && <Failed />}
      {phase.value === 'ended' && <Ended />}
      {live && (
        <div class="dock-body" style={isSheet.value ? undefined : { gridTemplateRows: rows(panelShare.value) }}>
          <Panels hidden={!withPanel} />
          {!isSheet.value && <ShareSeparator />}
          <Terminals hidden={!withTerminal} />
        </div>
      )}
      <PseudonymDialog />
      <p class="sr-only" role="status" aria-live="polite">
        {announcement.value}
      </p>
    </aside>
  );
}

const rows = (share: number): string => `minmax(0, ${share}fr) auto minmax(0, ${1 - share}fr)`;
