import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import './obstacles.css';
import type { ClassView } from '../../../server/contract/classes.ts';
import type { Obstacle } from '../../../server/contract/results.ts';
import { roomApi } from '../../lib/trainer-api.ts';
import { moment } from '../shared/dates.ts';
import { definePage } from '../shared/define-page.tsx';
import { InClass } from '../formation/shell/in-class.tsx';
import { useLoaded, WhenLoaded } from '../shared/loaded.tsx';
import { course, labOf, readCourse } from '../shared/course.ts';
import { byColumn, type ObstacleColumn } from './state/obstacle-order.ts';
import { ObstacleRow } from './view/obstacle-row.tsx';
import { Player, playing } from './view/player.tsx';

/** Check by check, who fails, for how long, and on what. */
function Obstacles({ group: { id, name, recording } }: { group: ClassView }) {
  const loaded = useLoaded(() => roomApi.obstacles(id), id);
  return (
    <WhenLoaded from={loaded}>
      {({ at, obstacles }) => (
        <div class="obstacles">
          <p class="when">
            <strong>{name}</strong>, relevé du {moment(at)}.{' '}
            <button type="button" class="button small print:hidden" onClick={() => void loaded.reload()}>
              Relever de nouveau
            </button>
          </p>
          <p class="lede">
            Une ligne par objectif des exercices que la classe a ouverts. Les plus difficiles d’abord : la part des
            personnes qui ont vu cet objectif « à corriger » au moins une fois.
          </p>
          {obstacles.length === 0 ? (
            <p class="nothing-yet">
              Aucun exercice n’a encore été ouvert dans cette classe. Cette page se remplira dès les premiers essais.
            </p>
          ) : (
            <Table obstacles={obstacles} classId={id} recording={recording} />
          )}
        </div>
      )}
    </WhenLoaded>
  );
}

const COLUMNS: readonly { name: ObstacleColumn; label: string }[] = [
  { name: 'course', label: 'Objectif' },
  { name: 'share', label: 'Part en échec' },
  { name: 'passed', label: 'Y sont arrivées' },
  { name: 'time', label: 'Temps médian' },
];

interface TableProps {
  obstacles: readonly Obstacle[];
  classId: string;
  recording: boolean;
}

function Table({ obstacles, classId, recording }: TableProps) {
  const chapter = useSignal('');
  const column = useSignal<ObstacleColumn>('share');
  const downward = useSignal(true);
  const field = useId();
  const rows = obstacles.filter(({ lab }) => chapter.value === '' || labOf(lab)?.chapter.slug === chapter.value);
  const sort = (wanted: ObstacleColumn): void => {
    downward.value = column.value === wanted ? !downward.value : wanted !== 'course';
    column.value = wanted;
  };
  return (
    <>
      <p class="obstacle-chapter print:hidden">
        <label for={field}>Chapitre</label>{' '}
        <select
          id={field}
          class="control small"
          value={chapter.value}
          onChange={({ currentTarget }) => (chapter.value = currentTarget.value)}
        >
          <option value="">Tous</option>
          {course.value.map(({ slug, number, title }) => (
            <option key={slug} value={slug}>
              {number}. {title}
            </option>
          ))}
        </select>
      </p>
      {playing.value && <Player classId={classId} />}
      {rows.length === 0 ? (
        <p>Personne n’a encore ouvert d’exercice de ce chapitre.</p>
      ) : (
        <div class="table-frame" tabIndex={0} role="region" aria-label="Objectif par objectif">
          <table>
            <thead>
              <tr>
                {COLUMNS.map(({ name, label }) => (
                  <th
                    key={name}
                    scope="col"
                    class={name}
                    aria-sort={column.value === name ? (downward.value ? 'descending' : 'ascending') : undefined}
                  >
                    <button type="button" onClick={() => sort(name)}>
                      {label}
                      <span aria-hidden="true">{column.value === name ? (downward.value ? ' ↓' : ' ↑') : ''}</span>
                    </button>
                  </th>
                ))}
                <th scope="col">Retour le plus fréquent</th>
                {recording && (
                  <th scope="col" class="print:hidden">
                    Deux minutes avant l’échec
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {byColumn(rows, column.value, downward.value, place).map((obstacle) => (
                <ObstacleRow key={`${obstacle.lab} ${obstacle.check}`} obstacle={obstacle} recording={recording} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

/** Where a check is in the course. */
function place({ lab, check }: Obstacle): number {
  let at = 0;
  for (const one of course.value.flatMap(({ labs }) => labs)) {
    if (one.id === lab)
      return (
        at +
        Math.max(
          0,
          one.checks.findIndex(({ id }) => id === check),
        )
      );
    at += one.checks.length;
  }
  return at;
}

readCourse();
definePage('etanche-obstacles', () => <InClass>{(group) => <Obstacles group={group} />}</InClass>);
