import { useId } from 'preact/hooks';
import { ATTENTION_LEVELS, type AttentionLevel } from '../../../lib/attention.ts';
import { Icon } from '../../shared/icon.tsx';
import { course } from '../../shared/course.ts';
import { chapterChosen, face, levelChosen, searched } from '../state/filters.ts';
import { atWork, counts, everybody, present } from '../state/room.ts';
import { LEVELS } from '../state/words.ts';
import { ClassActions } from './class-actions.tsx';

/** What the search field is found by. */
export const SEARCH_ID = 'room-search';

/** How many are where, which is also how to see only those; then the chapter in hand, a name, and how to show it all. */
export function FilterBar({ onHelp }: { onHelp: () => void }) {
  const chapterField = useId();
  return (
    <div class="room-filters">
      <p class="room-counts">
        <strong>{present.value}</strong> présence{present.value > 1 && 's'} sur {everybody.value.length},{' '}
        <strong>{atWork.value}</strong> exercice{atWork.value > 1 && 's'} en cours
      </p>
      <div class="level-filters" role="group" aria-label="Ne montrer que les personnes qui…">
        {ATTENTION_LEVELS.map((level) => (
          <LevelFilter key={level} level={level} />
        ))}
      </div>
      <div class="room-choices">
        <label for={chapterField} class="sr-only">
          Chapitre en cours
        </label>
        <select
          id={chapterField}
          class="control small"
          value={chapterChosen.value}
          onChange={({ currentTarget }) => (chapterChosen.value = currentTarget.value)}
        >
          <option value="">Tous les chapitres</option>
          {course.value
            .filter(({ labs }) => labs.length > 0)
            .map(({ slug, number, title }) => (
              <option key={slug} value={slug}>
                {number}. {title}
              </option>
            ))}
        </select>
        <label for={SEARCH_ID} class="sr-only">
          Chercher une personne
        </label>
        <input
          id={SEARCH_ID}
          type="search"
          class="control small"
          placeholder="Pseudonyme"
          aria-keyshortcuts="/"
          autocomplete="off"
          spellcheck={false}
          value={searched.value}
          onInput={({ currentTarget }) => (searched.value = currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') searched.value = '';
          }}
        />
        <div class="face-choice" role="group" aria-label="Présentation">
          <FaceChoice value="table" label="Tableau" />
          <FaceChoice value="wall" label="Vue serrée" />
        </div>
        <button type="button" class="button small" onClick={onHelp} aria-keyshortcuts="?">
          <Icon name="help" /> <span class="sr-only">Clavier et signes</span>
        </button>
        {document.fullscreenEnabled && (
          <button type="button" class="button small" onClick={toggleFullScreen} aria-keyshortcuts="f">
            Plein écran
          </button>
        )}
      </div>
      <ClassActions />
    </div>
  );
}

/** The room alone, for a projector. */
export function toggleFullScreen(): void {
  const change = document.fullscreenElement
    ? document.exitFullscreen()
    : document.querySelector('.room')?.requestFullscreen();
  // Refused: the room stays as it is.
  change?.catch(() => undefined);
}

function LevelFilter({ level }: { level: AttentionLevel }) {
  const { icon, filter } = LEVELS[level];
  const count = counts.value[level];
  const chosen = levelChosen.value === level;
  return (
    <button
      type="button"
      class="level-filter"
      data-level={level}
      data-none={count === 0 ? '' : undefined}
      aria-pressed={chosen}
      onClick={() => (levelChosen.value = chosen ? '' : level)}
    >
      <Icon name={icon} />
      <strong>{count}</strong> {filter}
    </button>
  );
}

const FaceChoice = ({ value, label }: { value: 'table' | 'wall'; label: string }) => (
  <button type="button" aria-pressed={face.value === value} onClick={() => (face.value = value)}>
    {label}
  </button>
);
