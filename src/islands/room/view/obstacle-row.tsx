import type { Obstacle } from '../../../../server/contract/results.ts';
import { shortElapsed } from '../../../lib/elapsed.ts';
import { inlineMarkdown } from '../../../lib/inline-markdown.ts';
import { people } from '../../formation/shell/words.ts';
import { checkTitle, labOf, labTitle } from '../../shared/course.ts';
import { shareOf } from '../state/obstacle-order.ts';
import { Nothing } from './nothing.tsx';
import { RecordingButton } from './player.tsx';

/** Replays offered at once: the latest say enough. */
const REPLAYS_SHOWN = 4;

/** One check: a bar and a number, then what the people were told. */
export function ObstacleRow({ obstacle, recording }: { obstacle: Obstacle; recording: boolean }) {
  const { lab, check, opened, failed, passed, medianToPass, commonFeedback, replays } = obstacle;
  const percent = Math.round(shareOf(obstacle) * 100);
  const chapter = labOf(lab)?.chapter;
  return (
    <tr>
      <th scope="row">
        {checkTitle(lab, check)}
        <span class="obstacle-lab">
          {chapter && `${chapter.number}. `}
          <a href={`/exercices/${encodeURIComponent(lab)}/`}>{labTitle(lab)}</a>
        </span>
      </th>
      <td class="share">
        <span class="bar" aria-hidden="true">
          <span style={{ inlineSize: `${percent}%` }} />
        </span>
        <strong>
          {percent}
          {'\u00a0'}%
        </strong>{' '}
        <span class="of">
          {failed} sur {opened}
        </span>
      </td>
      <td>
        {passed} sur {opened}
      </td>
      <td>{medianToPass === null ? <Nothing words="personne n’y est arrivé" /> : shortElapsed(medianToPass)}</td>
      <td class="common">
        {commonFeedback ? (
          <>
            <span dangerouslySetInnerHTML={{ __html: inlineMarkdown(commonFeedback.observed) }} />{' '}
            <span class="of">({people(commonFeedback.learners)})</span>
          </>
        ) : (
          <Nothing words="aucun" />
        )}
      </td>
      {recording && (
        <td class="print:hidden">
          {replays.length === 0 && <Nothing words="aucun enregistrement" />}
          <span class="replays">
            {replays.slice(0, REPLAYS_SHOWN).map((replay) => (
              <RecordingButton
                key={`${replay.recording} ${replay.to}`}
                recording={{
                  id: replay.recording,
                  learner: replay.learner,
                  label: `${replay.pseudonym}, avant un échec de « ${checkTitle(lab, check)} »`,
                  from: replay.from,
                  to: replay.to,
                }}
              >
                {replay.pseudonym}
              </RecordingButton>
            ))}
          </span>
        </td>
      )}
    </tr>
  );
}
