import { useSignal } from '@preact/signals';
import type { LtiChoice, LtiEntry } from '../../../server/contract/lti.ts';
import { ltiApi } from '../../lib/lti-api.ts';
import { asApiError, wordsOf } from '../shared/failure.tsx';
import { course } from '../shared/course.ts';

type Page = LtiChoice['pages'][number];

/** What a course of a platform may point to: everything, a chapter, a lab. Each gets its column in the gradebook. */
export function ChoosePages({ entry }: { entry: Extract<LtiEntry, { kind: 'choose' }> }) {
  const chosen = useSignal<readonly Page[]>([]);
  const failure = useSignal('');
  const waiting = useSignal(false);
  const { several } = entry;

  const toggle = (page: Page, on: boolean): void => {
    const others = several ? chosen.value.filter(({ path }) => path !== page.path) : [];
    chosen.value = on ? [...others, page] : others;
  };
  const box = (page: Page, label: string, whole: boolean) => (
    <label class={whole ? 'whole' : undefined}>
      <input
        type={several ? 'checkbox' : 'radio'}
        name="page"
        checked={chosen.value.some(({ path }) => path === page.path)}
        onChange={(event) => toggle(page, event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
  const send = async (): Promise<void> => {
    failure.value = '';
    waiting.value = true;
    try {
      location.assign((await ltiApi.choose([...chosen.value])).to);
    } catch (error) {
      failure.value = wordsOf(asApiError(error).code);
      waiting.value = false;
    }
  };

  const count = chosen.value.length;
  return (
    <form
      class="entry course-pages"
      onSubmit={(event) => {
        event.preventDefault();
        if (count > 0) void send();
      }}
    >
      <p>
        {several ? 'Cochez les pages' : 'Choisissez la page'} à mettre dans <strong>{entry.course}</strong>, sur{' '}
        {entry.platform}. Un exercice est noté par la part de ses points réussis ; un chapitre, par la moyenne de ses
        exercices ; le cours, par la moyenne de tous.
      </p>
      <ol>
        <li>{box({ path: '/', title: 'Étanche, la sécurité de Docker par la pratique' }, 'Le cours entier', true)}</li>
        {course.value.map(({ slug, number, title, labs }) => (
          <li key={slug}>
            <fieldset>
              <legend class="sr-only">Chapitre {number}</legend>
              {box({ path: `/${slug}/`, title: `${number}. ${title}` }, `${number}. ${title}`, true)}
              <ul>
                {labs.map((lab) => (
                  <li key={lab.id}>{box({ path: `/exercices/${lab.id}/`, title: lab.title }, lab.title, false)}</li>
                ))}
              </ul>
            </fieldset>
          </li>
        ))}
      </ol>
      <p class="error" role="alert">
        {failure.value}
      </p>
      <div class="send">
        <button class="button primary" disabled={waiting.value || count === 0}>
          {several ? 'Porter dans le cours' : 'Mettre dans le cours'}
        </button>
        <span role="status">
          {several &&
            (count === 0 ? 'Aucune page choisie.' : `${count}\u00a0${count > 1 ? 'pages choisies' : 'page choisie'}.`)}
        </span>
      </div>
    </form>
  );
}
