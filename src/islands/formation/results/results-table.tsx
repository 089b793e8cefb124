import type { LearnerResult } from '../../../../server/contract/results.ts';
import { Icon } from '../../shared/icon.tsx';
import { day } from '../../shared/dates.ts';
import type { ChapterLabs } from './course-data.ts';
import { succeeded, timeSpent, worked } from './proofs.ts';

interface Props {
  learners: readonly LearnerResult[];
  chapters: readonly ChapterLabs[];
}

/** Learners × labs. A shape and a word for each state: colour only helps. */
export function ResultsTable({ learners, chapters }: Props) {
  const labs = chapters.flatMap((chapter) => chapter.labs);
  const firsts = new Set(chapters.map((chapter) => chapter.labs[0]?.id));
  const edge = (lab: string): string | undefined => (firsts.has(lab) ? 'edge' : undefined);
  return (
    <div class="results-scroll" role="region" aria-label="Résultats par personne et par exercice" tabIndex={0}>
      <table class="results-table">
        <thead>
          <tr>
            <th scope="col" rowSpan={2} class="who">
              Pseudonyme
            </th>
            <th scope="col" rowSpan={2} class="figure">
              Réussis sur&nbsp;{labs.length}
            </th>
            <th scope="col" rowSpan={2} class="figure">
              Temps
            </th>
            {chapters.map(({ number, title, labs: mine }) => (
              <th key={number} scope="colgroup" colSpan={mine.length} class="chapter edge" title={title}>
                {number}
                <span class="sr-only"> {title}</span>
              </th>
            ))}
          </tr>
          <tr>
            {labs.map(({ id, title }) => (
              <th key={id} scope="col" class={`lab ${edge(id) ?? ''}`}>
                <span>{title}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {learners.map((learner) => (
            <tr key={learner.id}>
              <th scope="row" class="who">
                {learner.pseudonym}
                {learner.certificate !== null && <span class="certified"> attestation remise</span>}
              </th>
              <td class="figure">{labs.filter(({ id }) => succeeded(learner, id)).length}</td>
              <td class="figure">{worked(timeSpent(learner))}</td>
              {labs.map(({ id }) => (
                <td key={id} class={edge(id)}>
                  <Cell result={learner.labs[id]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" class="who">
              Ont réussi
            </th>
            <td class="figure" />
            <td class="figure" />
            {labs.map(({ id }) => (
              <td key={id} class={edge(id)}>
                {learners.filter((learner) => succeeded(learner, id)).length}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Cell({ result }: { result: LearnerResult['labs'][string] | undefined }) {
  if (!result) {
    return (
      <>
        <span class="none" aria-hidden="true">
          ·
        </span>
        <span class="sr-only">pas ouvert</span>
      </>
    );
  }
  const after = result.solution ? ', la solution ayant été montrée' : '';
  const mark = result.solution && <span aria-hidden="true">*</span>;
  if (result.succeededAt === null) {
    return (
      <span title={`${worked(result.spent)}, ${result.tries} essais refusés`}>
        {result.passed}/{result.total}
        {mark}
        <span class="sr-only"> objectifs{after}</span>
      </span>
    );
  }
  return (
    <span class="done" title={`${day(result.succeededAt)}, ${worked(result.spent)}`}>
      <Icon name="check" />
      {mark}
      <span class="sr-only">
        réussi le {day(result.succeededAt)}
        {after}
      </span>
    </span>
  );
}
