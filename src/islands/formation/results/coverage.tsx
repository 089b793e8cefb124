import type { LearnerResult } from '../../../../server/contract/results.ts';
import type { StandardCoverage } from './course-data.ts';
import { percentage, proved } from './proofs.ts';

interface Props {
  learners: readonly LearnerResult[];
  standard: StandardCoverage;
  /** By lab’s identifier. */
  titles: ReadonlyMap<string, string>;
}

/** The share of the class that has proved each reference of a standard. */
export function Coverage({ learners, standard, titles }: Props) {
  return (
    <section class="coverage" aria-labelledby={`couverture-${standard.id}`}>
      <h3 id={`couverture-${standard.id}`}>{standard.title}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">Référence</th>
            <th scope="col">Objet</th>
            <th scope="col">Exercices qui le prouvent</th>
            <th scope="col" class="share">
              Part de la classe
            </th>
          </tr>
        </thead>
        <tbody>
          {standard.references.map(({ reference, words, labs }) => {
            const count = proved(learners, labs);
            return (
              <tr key={reference}>
                <th scope="row">{reference}</th>
                <td>{words}</td>
                <td class="labs">{labs.map((lab) => titles.get(lab) ?? lab).join(', ')}</td>
                <td class="share">
                  <span class="bar" aria-hidden="true">
                    <span style={{ width: percentage(count, learners.length).replace('\u00a0', '') }} />
                  </span>
                  {percentage(count, learners.length)}
                  <span class="count">
                    {' '}
                    ({count} sur {learners.length})
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
