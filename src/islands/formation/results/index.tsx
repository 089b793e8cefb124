import type { ClassResults } from '../../../../server/contract/results.ts';
import { roomApi } from '../../../lib/trainer-api.ts';
import { moment } from '../../shared/dates.ts';
import { definePage } from '../../shared/define-page.tsx';
import { InClass } from '../shell/in-class.tsx';
import { useLoaded, WhenLoaded } from '../../shared/loaded.tsx';
import { Coverage } from './coverage.tsx';
import type { CourseData } from './course-data.ts';
import { ResultsTable } from './results-table.tsx';

/** /formation/resultats/: what a class has achieved, to read, to print, to take to a spreadsheet. */
const ResultsPage = ({ data }: { data: DOMStringMap }) => {
  const course = JSON.parse(data.course ?? '{}') as CourseData;
  return <InClass>{({ id }) => <Results key={id} classId={id} course={course} />}</InClass>;
};

function Results({ classId, course }: { classId: string; course: CourseData }) {
  const loaded = useLoaded(() => roomApi.results(classId), classId);
  return (
    <WhenLoaded from={loaded}>
      {(results) =>
        results.learners.length === 0 ? (
          <p>Personne n’a encore rejoint cette classe. Les résultats viendront avec les premiers exercices.</p>
        ) : (
          <Report results={results} course={course} />
        )
      }
    </WhenLoaded>
  );
}

function Report({ results: { class: group, at, learners }, course }: { results: ClassResults; course: CourseData }) {
  const titles = new Map(course.chapters.flatMap(({ labs }) => labs.map(({ id, title }) => [id, title] as const)));
  return (
    <div class="results">
      <p class="when">
        <strong>{group.name}</strong>, état au {moment(at)}.
      </p>
      <p class="actions print:hidden">
        <a class="button" href={roomApi.resultsCsvUrl(group.id)} download data-astro-prefetch="false">
          Télécharger pour un tableur (CSV)
        </a>
        <button type="button" class="button" onClick={() => window.print()}>
          Imprimer
        </button>
      </p>
      <ResultsTable learners={learners} chapters={course.chapters} />
      <p class="help">
        Une coche : exercice réussi. « 2/4 » : commencé, avec les objectifs atteints. Un point : pas ouvert. Un
        astérisque : la solution a été montrée. Le temps est celui des bacs à sable ouverts, hors pauses de la classe.
      </p>
      <section class="proofs" aria-labelledby="ce-que-prouve-la-classe">
        <h2 id="ce-que-prouve-la-classe">Ce que la classe a prouvé</h2>
        <p>
          Une personne a prouvé une référence quand elle a réussi au moins un exercice dont un objectif y répond. Les
          libellés sont les nôtres ; reportez-vous aux textes pour les citer.
        </p>
        {course.standards.map((standard) => (
          <Coverage key={standard.id} learners={learners} standard={standard} titles={titles} />
        ))}
      </section>
    </div>
  );
}

definePage('etanche-results', ResultsPage);
