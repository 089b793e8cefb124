import { watchWords } from '../../class-strip/announcements.ts';
import { seatSignal } from '../../shared/store-signal.ts';
import { Icon } from '../../shared/icon.tsx';

/** On the terminal itself, for as long as it is true: who watches, who else types, that it is recorded, that it waits. */
export function ClassMarks() {
  const seat = seatSignal.value;
  if (!seat) return null;
  const { watchers, keyboard, recording, pausedAt } = seat;
  return (
    <div class="class-marks">
      {pausedAt !== null && (
        <span title="La classe est en pause.">
          <Icon name="pause" /> En pause
        </span>
      )}
      {keyboard !== null ? (
        <span class="strong" title={`${keyboard} écrit dans votre terminal.`}>
          <Icon name="keyboard" /> {keyboard}
          <span class="sr-only"> écrit dans votre terminal</span>
        </span>
      ) : (
        watchers.length > 0 && (
          <span title={watchWords(watchers)}>
            <Icon name="eye" /> {watchers.join(', ')}
            <span class="sr-only"> {watchers.length > 1 ? 'regardent' : 'regarde'} votre terminal</span>
          </span>
        )
      )}
      {recording && (
        <span title="Les terminaux de cette classe sont enregistrés, et effacés au bout de quelques jours.">
          <Icon name="record" /> <span class="words">Enregistré</span>
        </span>
      )}
    </div>
  );
}
