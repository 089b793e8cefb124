import type { LearnerTile } from '../../../../server/contract/room.ts';
import { shortElapsed } from '../../../lib/elapsed.ts';
import type { CourseOutline, LabOutline } from '../../../lib/trainer-course.ts';
import { Icon } from '../../shared/icon.tsx';
import { now } from '../state/clock.ts';
import { Nothing } from './nothing.tsx';
import { CELLS, cellWords, timeOn } from '../state/words.ts';

/** The labs of one chapter in little: full, half full, started, empty. */
export function ChapterCells({ tile, chapter }: { tile: LearnerTile; chapter: CourseOutline }) {
  return (
    <span class="cells">
      {chapter.labs.map(({ id, title }) => {
        const cell = tile.labs[id];
        return (
          <span
            key={id}
            class="cell"
            data-state={cell?.state ?? 'none'}
            title={cellWords(title, cell, timeOn(tile, id, now.peek()))}
            aria-hidden="true"
          />
        );
      })}
      <span class="sr-only">{chapterWords(tile, chapter)}</span>
    </span>
  );
}

function chapterWords(tile: LearnerTile, { labs }: CourseOutline): string {
  const count = (wanted: string): number => labs.filter(({ id }) => tile.labs[id]?.state === wanted).length;
  const parts = [`${count('done')} sur ${labs.length} réussis`];
  if (count('live') > 0) parts.push('1 en cours');
  if (count('left') > 0) parts.push(`${count('left')} à reprendre`);
  return parts.join(', ');
}

/** One lab of one learner, when the chapter in hand leaves room for it: objectives, time, failures. */
export function LabDetail({ tile, lab }: { tile: LearnerTile; lab: LabOutline }) {
  const cell = tile.labs[lab.id];
  if (!cell) return <Nothing words={CELLS.none} />;
  const time = timeOn(tile, lab.id, now.value);
  return (
    <span class="lab-detail" data-state={cell.state} title={cellWords(lab.title, cell, time)}>
      <span class="lab-state">
        {cell.state === 'done' && <Icon name="check" />}
        {cell.state === 'live' && <Icon name="terminal" />}
        {cell.state === 'left' && <Icon name="replay" />}
        <span class="sr-only">{CELLS[cell.state]}, </span>
        {cell.passed}/{cell.total}
      </span>
      <span class="lab-figures">
        {shortElapsed(time)}
        {cell.tries > 0 && ` · ${cell.tries}\u00a0échec${cell.tries > 1 ? 's' : ''}`}
      </span>
    </span>
  );
}
