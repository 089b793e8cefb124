import { useLayoutEffect, useRef } from 'preact/hooks';
import { chapterChosen, chaptersShown } from '../state/filters.ts';
import { order, touchRows } from '../state/order.ts';
import { toggleExpanded } from './expanded.ts';
import { cellAfter, cellAround, keepStop, setStop } from './grid-keys.ts';
import { Row } from './row.tsx';

/** Learners × labs, as a grid that the keyboard walks. */
export function Table() {
  const grid = useRef<HTMLTableElement>(null);
  const focused = useRef<HTMLElement | null>(null);
  const ids = order.value;
  const labs = chaptersShown.value;
  const columns =
    fixedColumns().length + (chapterChosen.value === '' ? labs.length : labs.flatMap((one) => one.labs).length);
  useLayoutEffect(() => {
    if (!grid.current) return;
    keepStop(grid.current);
    // A row that moves drops its focus on the way.
    if (focused.current?.isConnected && document.activeElement === document.body)
      focused.current.focus({ preventScroll: true });
  }, [ids]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const cell = cellAround(event.target);
    if (!grid.current || !cell || event.altKey || event.metaKey) return;
    touchRows({ focusAt: Date.now() });
    const id = cell.closest<HTMLElement>('[data-id]')?.dataset.id;
    const next = cellAfter(event.key, event.ctrlKey, cell, grid.current);
    if (next) {
      event.preventDefault();
      next.focus();
    } else if (event.key === 'Enter' && event.target === cell && id) {
      cell.closest('[data-id]')?.querySelector('a')?.click();
    } else if (event.key === ' ' && event.target === cell && id) {
      event.preventDefault();
      toggleExpanded(id);
    }
  };
  return (
    <table
      role="grid"
      class="room-grid"
      aria-label="Personnes et exercices"
      data-chapter={chapterChosen.value === '' ? undefined : ''}
      ref={grid}
      onKeyDown={onKeyDown}
      onFocusIn={(event) => {
        const cell = cellAround(event.target);
        if (!cell || !grid.current) return;
        focused.current = cell;
        setStop(grid.current, cell);
        touchRows({ focusAt: Date.now() });
      }}
      onFocusOut={(event) => {
        if (grid.current?.contains(event.relatedTarget as Node | null)) return;
        // Focus that only the move of a row takes away comes back at once.
        if (event.relatedTarget !== null) focused.current = null;
        touchRows({ focusAt: null });
      }}
      onClick={openRow}
    >
      <thead>
        <tr role="row">
          {fixedColumns().map(({ name, label, long }) => (
            <th role="columnheader" scope="col" key={name} class={name} title={long}>
              {label}
            </th>
          ))}
          <LabHeaders />
        </tr>
      </thead>
      <tbody>
        {ids.map((id) => (
          <Row key={id} id={id} columns={columns} />
        ))}
      </tbody>
    </table>
  );
}

const FIXED: readonly { name: string; label: string; long?: string }[] = [
  { name: 'who', label: 'Personne' },
  { name: 'state', label: 'État' },
  { name: 'lab', label: 'Exercice en cours' },
  { name: 'marks-cell', label: 'Objectifs' },
  { name: 'time', label: 'Temps', long: 'Temps passé sur cet exercice' },
  { name: 'tries', label: 'Échecs', long: 'Contrôles trouvés à corriger sur cet exercice' },
  { name: 'aids', label: 'Aides lues', long: 'Indices et solution révélés' },
  { name: 'feedback', label: 'Dernier retour' },
];

/** With a chapter in hand, time and failures are in the column of each of its labs. */
const fixedColumns = () =>
  chapterChosen.value === '' ? FIXED : FIXED.filter(({ name }) => name !== 'time' && name !== 'tries');

function LabHeaders() {
  return (
    <>
      {chapterChosen.value === ''
        ? chaptersShown.value.map(({ slug, number, title, labs }) => (
            <th
              role="columnheader"
              scope="col"
              key={slug}
              class="chapter-cell"
              style={{ width: `calc(${labs.length} * var(--cell) + 0.75rem)` }}
              title={title}
            >
              <span class="sr-only">Chapitre </span>
              {number}
            </th>
          ))
        : chaptersShown.value.flatMap(({ labs }) =>
            labs.map(({ id, title }) => (
              <th role="columnheader" scope="col" key={id} class="lab-cell">
                {title}
              </th>
            )),
          )}
    </>
  );
}

/** A click anywhere on a row opens the person, unless it was on something else that can be clicked, or selects text. */
function openRow(event: MouseEvent): void {
  if (!(event.target instanceof Element) || event.target.closest('a, button')) return;
  if (getSelection()?.isCollapsed === false) return;
  const id = event.target.closest<HTMLElement>('tbody [data-id]')?.dataset.id;
  if (id) event.target.closest('[data-id]')?.querySelector('a')?.click();
}
