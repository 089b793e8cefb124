import { useSignal } from '@preact/signals';
import type { ClassView } from '../../../../server/contract/classes.ts';
import type { LtiEntry } from '../../../../server/contract/lti.ts';
import { ltiApi } from '../../../lib/lti-api.ts';
import { classApi } from '../../../lib/trainer-api.ts';
import { useAction } from '../../shared/action.ts';
import { definePage } from '../../shared/define-page.tsx';
import { Failure } from '../../shared/failure.tsx';
import { Field } from '../../shared/field.tsx';
import { useLoaded, WhenLoaded } from '../../shared/loaded.tsx';
import { SignedIn } from '../shell/signed-in.tsx';
import { people } from '../shell/words.ts';

/** Bounds of `newClassSchema`: the server has the last word. */
const NAME_MAX = 80;
const CAPACITY_MAX = 500;
const DEFAULT_CAPACITY = '30';
const NEW = '';

/** /formation/relier/: a course of a platform is linked to a class, once, by who teaches both. */
const LinkCourse = () => (
  <SignedIn intro={<p class="lede">Entrez avec votre compte de formation : le cours d’où vous venez attend ici.</p>}>
    {() => <Pending />}
  </SignedIn>
);

function Pending() {
  const loaded = useLoaded(async () => ({ entry: await ltiApi.entry(), classes: await classApi.list() }));
  return (
    <WhenLoaded from={loaded}>
      {({ entry, classes }) =>
        entry.kind === 'link' ? (
          <Choice entry={entry} classes={classes} />
        ) : (
          <p>
            Aucun cours n’attend dans ce navigateur. Suivez d’abord, dans votre plateforme d’apprentissage, un lien vers
            Étanche, avec le rôle de qui enseigne. <a href="/formation/">Vos classes</a>
          </p>
        )
      }
    </WhenLoaded>
  );
}

interface Props {
  entry: Extract<LtiEntry, { kind: 'link' }>;
  classes: readonly ClassView[];
}

function Choice({ entry, classes }: Props) {
  const chosen = useSignal(classes[0]?.id ?? NEW);
  const name = useSignal(entry.course.slice(0, NAME_MAX));
  const capacity = useSignal(DEFAULT_CAPACITY);
  const { busy, failure, run } = useAction();
  const link = (): Promise<boolean> =>
    run(async () => {
      const classId =
        chosen.value === NEW
          ? (
              await classApi.create({
                name: name.value.trim(),
                capacity: Number(capacity.value),
                startsAt: null,
                endsAt: null,
              })
            ).id
          : chosen.value;
      // The class is there: a second try must not make another one.
      chosen.value = classId;
      location.assign((await classApi.linkCourse(classId)).to);
    });
  const radio = (value: string, label: string) => (
    <label class="choice">
      <input type="radio" name="class" checked={chosen.value === value} onChange={() => (chosen.value = value)} />
      <span>{label}</span>
    </label>
  );
  return (
    <form
      class="narrow"
      onSubmit={(event) => {
        event.preventDefault();
        void link();
      }}
    >
      <p>
        Vous venez de <strong>{entry.course}</strong>, sur {entry.platform}. Les personnes inscrites à ce cours
        entreront dans la classe que vous choisissez, sans code, sous un pseudonyme.
      </p>
      <fieldset>
        <legend>Classe</legend>
        {classes.map((one) => radio(one.id, `${one.name} (${people(one.learners)})`))}
        {radio(NEW, 'Une nouvelle classe')}
      </fieldset>
      {chosen.value === NEW && (
        <>
          <Field
            label="Nom de la classe"
            required
            maxLength={NAME_MAX}
            pattern=".*\S.*"
            autocomplete="off"
            value={name.value}
            onValue={(value) => (name.value = value)}
          />
          <Field
            label="Nombre de personnes"
            type="number"
            required
            min={1}
            max={CAPACITY_MAX}
            value={capacity.value}
            onValue={(value) => (capacity.value = value)}
          />
        </>
      )}
      <Failure failure={failure.value} />
      <button class="button primary" disabled={busy.value}>
        Relier le cours
      </button>
    </form>
  );
}

definePage('etanche-link-course', LinkCourse);
