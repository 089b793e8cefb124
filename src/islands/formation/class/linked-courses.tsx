import { useSignal } from '@preact/signals';
import type { ClassView } from '../../../../server/contract/classes.ts';
import type { LinkedCourse } from '../../../../server/contract/lti.ts';
import { classApi } from '../../../lib/trainer-api.ts';
import { Confirm } from '../../shared/dialog.tsx';
import { useAction } from '../../shared/action.ts';
import { day } from '../../shared/dates.ts';
import { Failure } from '../../shared/failure.tsx';
import { useLoaded, WhenLoaded } from '../../shared/loaded.tsx';

/** Courses of learning platforms whose people come here without the code. */
export function LinkedCourses({ theClass }: { theClass: ClassView }) {
  const loaded = useLoaded(() => classApi.courses(theClass.id), theClass.id);
  const asking = useSignal<LinkedCourse | null>(null);
  const { busy, failure, run } = useAction();
  const unlink = ({ id }: LinkedCourse): Promise<boolean> =>
    run(async () => {
      await classApi.unlinkCourse(theClass.id, id);
      await loaded.reload();
    });
  return (
    <section aria-labelledby="cours-relies">
      <h2 id="cours-relies">Cours reliés</h2>
      <WhenLoaded from={loaded}>
        {(courses) =>
          courses.length === 0 ? (
            <p>
              Aucun. Depuis une plateforme d’apprentissage déclarée ici (Moodle et autres, par LTI 1.3), suivez un lien
              vers Étanche avec le rôle de qui enseigne : on vous demandera à quelle classe relier le cours.
            </p>
          ) : (
            <ul class="names">
              {courses.map((one) => (
                <li key={one.id}>
                  {one.title}, sur {one.platform}, depuis le {day(one.linkedAt)}{' '}
                  <button
                    type="button"
                    class="button small"
                    disabled={busy.value}
                    aria-label={`Délier ${one.title}…`}
                    onClick={() => (asking.value = one)}
                  >
                    Délier…
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </WhenLoaded>
      <Failure failure={failure.value} />
      <Confirm
        open={asking.value !== null}
        title={`Délier ${asking.value?.title ?? ''} ?`}
        action="Délier le cours"
        onClose={() => (asking.value = null)}
        onConfirm={() => asking.value && void unlink(asking.value)}
      >
        <p>
          Les personnes de ce cours n’entreront plus dans la classe depuis leur plateforme. Celles qui y sont restent,
          et leurs notes continuent d’être rapportées.
        </p>
      </Confirm>
    </section>
  );
}
