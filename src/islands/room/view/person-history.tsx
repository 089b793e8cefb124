import type { AttemptSummary } from '../../../../server/contract/room.ts';
import { worked } from '../../../../server/contract/working-time.ts';
import { shortElapsed } from '../../../lib/elapsed.ts';
import { moment } from '../../shared/dates.ts';
import { now } from '../state/clock.ts';
import { labTitle } from '../../shared/course.ts';
import { detail, type PersonAddress } from '../state/person.ts';
import { playing, Player, RecordingButton } from './player.tsx';

/** Every attempt, latest first, with what was recorded of it. */
export function PersonHistory({ address }: { address: PersonAddress }) {
  const history = detail.value?.history ?? [];
  return (
    <section class="person-history" aria-labelledby="historique">
      <h3 id="historique">Toutes les tentatives</h3>
      {history.length === 0 ? (
        <p>Aucun exercice n’a encore été ouvert.</p>
      ) : (
        <div class="table-frame" tabIndex={0} role="region" aria-label="Tableau des tentatives">
          <table>
            <thead>
              <tr>
                {[
                  'Exercice',
                  'Commencée',
                  'Durée',
                  'Objectifs',
                  'Échecs',
                  'Aides lues',
                  'Issue',
                  'Enregistrements',
                ].map((label) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {history.map((attempt) => (
                <Attempt key={attempt.id} attempt={attempt} address={address} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {playing.value?.learner === address.id && <Player classId={address.classId} />}
    </section>
  );
}

function Attempt({ attempt, address }: { attempt: AttemptSummary; address: PersonAddress }) {
  const { lab, startedAt, endedAt, pauses, passed, total, tries, hints, solution, recordings } = attempt;
  return (
    <tr>
      <th scope="row">{labTitle(lab)}</th>
      <td>{moment(startedAt)}</td>
      <td>{shortElapsed(worked(startedAt, endedAt ?? now.value, pauses))}</td>
      <td>
        {passed}/{total}
      </td>
      <td>{tries}</td>
      <td>
        {hints}
        {'\u00a0'}ind.{solution && ' · solution'}
      </td>
      <td>{outcome(attempt)}</td>
      <td>
        {recordings.length === 0 && 'aucun'}
        {recordings.map((recording) => (
          <RecordingButton
            key={recording.id}
            recording={{
              id: recording.id,
              learner: address.id,
              label: `Terminal ${recording.terminal}, ${moment(recording.startedAt)}`,
            }}
          >
            Terminal {recording.terminal} ({shortElapsed(recording.seconds * 1000)})
          </RecordingButton>
        ))}
      </td>
    </tr>
  );
}

/** Why an attempt ended, told to somebody else than who made it. */
const ENDS: Record<string, string> = {
  closed: 'fermée',
  expired: 'temps écoulé',
  idle: 'reprise, faute d’activité',
  replaced: 'laissée pour une autre',
  'signed-out': 'déconnexion',
  lost: 'bac perdu',
  'setup-failed': 'départ impossible',
};

function outcome({ endedAt, endReason, succeededAt }: AttemptSummary): string {
  const parts = [succeededAt !== null && 'réussie', endedAt === null ? 'en cours' : ENDS[endReason ?? '']];
  return parts.filter(Boolean).join(', ');
}
