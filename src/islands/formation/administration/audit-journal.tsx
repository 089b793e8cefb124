import { trainerApi } from '../../../lib/trainer-api.ts';
import { moment } from '../../shared/dates.ts';
import { useLoaded, WhenLoaded } from '../../shared/loaded.tsx';
import { actionWords, actorWords, subjectWords } from './audit-words.ts';

/** Who did what to whom, as the server wrote it down; and whether it is still what was written. */
export function AuditJournal() {
  const loaded = useLoaded(trainerApi.audit);
  return (
    <section aria-labelledby="journal">
      <h2 id="journal">Journal</h2>
      <WhenLoaded from={loaded}>
        {({ entries, names, intact }) => (
          <>
            {intact ? (
              <p>
                <strong>Le journal est intact :</strong> chaque ligne découle de la précédente, aucune n’a été changée
                ni retirée.
              </p>
            ) : (
              <p class="altered" role="alert">
                <strong>Le journal a été altéré :</strong> une ligne au moins a été changée ou retirée dans la base.
                Gardez une copie de la base et prévenez la personne qui tient le serveur.
              </p>
            )}
            <div class="table-frame" tabIndex={0} role="region" aria-label="Lignes du journal">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Quand</th>
                    <th scope="col">Qui</th>
                    <th scope="col">Action</th>
                    <th scope="col">Sur quoi</th>
                    <th scope="col">Précision</th>
                  </tr>
                </thead>
                <tbody>
                  {entries.map(({ id, at, actor, action, subject, detail }) => (
                    <tr key={id}>
                      <td class="when">{moment(at)}</td>
                      <td title={actor}>{actorWords(actor, names)}</td>
                      <td class="action">{actionWords(action)}</td>
                      <td class="subject" title={subject}>
                        {subjectWords(action, subject, names)}
                      </td>
                      <td class="detail">{detail}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
      </WhenLoaded>
    </section>
  );
}
