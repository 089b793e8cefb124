import type { LearnerTile } from '../../../../server/contract/room.ts';
import { shortElapsed } from '../../../lib/elapsed.ts';
import { inlineMarkdown } from '../../../lib/inline-markdown.ts';
import { Icon } from '../../shared/icon.tsx';
import { checkTitle, labOf, labTitle } from '../../shared/course.ts';
import { now } from '../state/clock.ts';
import { chapterChosen, chaptersShown } from '../state/filters.ts';
import { attention, tileOf } from '../state/room.ts';
import { LEVELS, quoted, stateWords, timeOn } from '../state/words.ts';
import { expanded, personUrl, toggleExpanded } from './expanded.ts';
import { ChapterCells, LabDetail } from './lab-cells.tsx';
import { Marks } from './marks.tsx';
import { Nothing } from './nothing.tsx';

/** One learner: who, how they are, what they are at, what stops them, how far they have come. */
export function Row({ id, columns }: { id: string; columns: number }) {
  const tile = tileOf(id)?.value;
  if (!tile) return null;
  const { level } = attention(tile);
  const labs = chaptersShown.value;
  const open = expanded.value.has(id);
  const row = (
    <tr role="row" data-id={id} data-level={level}>
      <th role="rowheader" scope="row" tabIndex={-1} class="who">
        <a href={personUrl(id)} tabIndex={-1}>
          {tile.pseudonym}
        </a>
        {tile.watchers.length > 0 && (
          <span class="watched" title={`Regardé par ${tile.watchers.join(', ')}`}>
            <Icon name="eye" />
            <span class="sr-only">, terminal regardé</span>
          </span>
        )}
      </th>
      <td role="gridcell" tabIndex={-1} class="state">
        <State tile={tile} />
      </td>
      <Live tile={tile} />
      {chapterChosen.value === ''
        ? labs.map((chapter) => (
            <td role="gridcell" tabIndex={-1} key={chapter.slug} class="chapter-cell">
              <ChapterCells tile={tile} chapter={chapter} />
            </td>
          ))
        : labs.flatMap((chapter) =>
            chapter.labs.map((lab) => (
              <td role="gridcell" tabIndex={-1} key={lab.id} class="lab-cell">
                <LabDetail tile={tile} lab={lab} />
              </td>
            )),
          )}
    </tr>
  );
  return (
    <>
      {row}
      {open && <Detail tile={tile} columns={columns} />}
    </>
  );
}

/** What a row has no room for: the words of the request for help, the whole feedback. */
function Detail({ tile, columns }: { tile: LearnerTile; columns: number }) {
  const { help, live } = tile;
  return (
    <tr role="row" data-id={tile.id} data-level={attention(tile).level} class="row-detail">
      <td role="gridcell" tabIndex={-1} colSpan={columns}>
        {help?.note && <p>{quoted(help.note)}</p>}
        {live?.blocking ? (
          <p>
            <strong>{checkTitle(live.lab, live.blocking.check)}</strong>{' '}
            <span dangerouslySetInnerHTML={{ __html: inlineMarkdown(live.blocking.observed) }} />
          </p>
        ) : (
          <p>Aucun objectif n’est à corriger.</p>
        )}
      </td>
    </tr>
  );
}

/** Drawn again as time passes; the rest of the row is not. */
function State({ tile }: { tile: LearnerTile }) {
  const state = attention(tile);
  return (
    <>
      <span class="state-words">
        <Icon name={LEVELS[state.level].icon} />
        <span>{stateWords(state)}</span>
      </span>
      {tile.help?.note && <span class="note">{quoted(tile.help.note)}</span>}
    </>
  );
}

function Live({ tile }: { tile: LearnerTile }) {
  const { live } = tile;
  const whole = chapterChosen.value === '';
  if (!live)
    return (
      <>
        <td role="gridcell" tabIndex={-1} class="lab nothing">
          <Nothing words="aucun exercice ouvert" />
        </td>
        {['marks-cell', ...(whole ? ['time', 'tries'] : []), 'aids', 'feedback'].map((name) => (
          <td role="gridcell" tabIndex={-1} key={name} class={`${name} nothing`}>
            <Nothing words="rien" />
          </td>
        ))}
      </>
    );
  return (
    <>
      <td role="gridcell" tabIndex={-1} class="lab">
        <span class="lab-number">{labOf(live.lab)?.chapter.number}</span> {labTitle(live.lab)}
      </td>
      <td role="gridcell" tabIndex={-1} class="marks-cell">
        <Marks lab={live.lab} checks={live.checks} />
      </td>
      {whole && (
        <>
          <td role="gridcell" tabIndex={-1} class="time">
            <Time tile={tile} lab={live.lab} />
          </td>
          <td role="gridcell" tabIndex={-1} class="tries">
            {tile.labs[live.lab]?.tries ?? 0}
          </td>
        </>
      )}
      <td role="gridcell" tabIndex={-1} class="aids">
        {live.hints > 0 && `${live.hints}\u00a0ind.`}
        {live.solution && <strong>{live.hints > 0 && ' · '}solution</strong>}
        {live.hints === 0 && !live.solution && <Nothing words="aucune" />}
      </td>
      <td role="gridcell" tabIndex={-1} class="feedback">
        {live.blocking && <Feedback id={tile.id} lab={live.lab} blocking={live.blocking} />}
      </td>
    </>
  );
}

const Time = ({ tile, lab }: { tile: LearnerTile; lab: string }) => <>{shortElapsed(timeOn(tile, lab, now.value))}</>;

interface FeedbackProps {
  id: string;
  lab: string;
  blocking: { check: string; observed: string };
}

/** What the learner is told of the check that fails: read in their sandbox, so escaped like everything from there. */
function Feedback({ id, lab, blocking }: FeedbackProps) {
  const open = expanded.value.has(id);
  return (
    <div class="feedback-text" data-open={open ? '' : undefined}>
      <button type="button" tabIndex={-1} aria-expanded={open} onClick={() => toggleExpanded(id)}>
        <Icon name="chevron" />
        <span class="sr-only">Retour entier</span>
      </button>
      <p>
        <strong>{checkTitle(lab, blocking.check)}</strong>{' '}
        <span dangerouslySetInnerHTML={{ __html: inlineMarkdown(blocking.observed) }} />
      </p>
    </div>
  );
}
