import { attempt, lab } from '../state/attempt.ts';
import { open, panel } from '../state/layout.ts';
import { seatSignal } from '../../shared/store-signal.ts';
import { AskForHelp } from './ask-for-help.tsx';
import { CheckStrip } from './check-strip.tsx';
import { Icon } from '../../shared/icon.tsx';
import { ManageMenu } from './manage-menu.tsx';
import { TimeLeft } from './time-left.tsx';

/** Always in sight, whatever the panel: which lab, how far, how long. */
export function Header() {
  const card = lab.value;
  const live = attempt.value !== null && attempt.value.state !== 'ended';
  return (
    <header class="dock-header">
      <div class="dock-title">
        <h2>{card ? <a href={`/exercices/${card.id}/`}>{card.title}</a> : 'Bac à sable'}</h2>
        {card && (
          <p>
            <a href={`/${card.chapter}/`}>{card.chapterTitle}</a>
          </p>
        )}
      </div>
      <div class="dock-tools">
        {live && <TimeLeft />}
        {live && <ManageMenu />}
        <button
          type="button"
          class="dock-button"
          onClick={() => (open.value = false)}
          aria-label={live ? 'Masquer le bac à sable, qui continue de tourner' : 'Fermer'}
          title={live ? 'Masquer (le bac à sable continue de tourner)' : 'Fermer'}
        >
          <Icon name="close" />
        </button>
      </div>
      {live && <CheckStrip onChoose={() => (panel.value = 'objectifs')} />}
      {seatSignal.value && <AskForHelp help={seatSignal.value.help} />}
    </header>
  );
}
