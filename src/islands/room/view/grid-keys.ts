/** The keys of the grid pattern of ARIA: one cell is in the order of tabulation, arrows go from cell to cell. */

const CELLS = '[role=rowheader], [role=gridcell]';
/** Rows that Page Up and Page Down skip. */
const PAGE = 10;

const rowsOf = (grid: HTMLElement): HTMLElement[] => [...grid.querySelectorAll<HTMLElement>('tbody [role=row]')];
const cellsOf = (row: HTMLElement): HTMLElement[] =>
  [...row.querySelectorAll<HTMLElement>(CELLS)].filter((cell) => cell.checkVisibility());

/** The cell that an element is in. */
export const cellAround = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>(CELLS) : null;

/** Where a key leads from a cell; `null` when it is no key of the grid. */
export function cellAfter(key: string, control: boolean, from: HTMLElement, grid: HTMLElement): HTMLElement | null {
  const row = from.closest<HTMLElement>('[role=row]');
  if (!row) return null;
  const rows = rowsOf(grid);
  const at = rows.indexOf(row);
  const column = cellsOf(row).indexOf(from);
  const cell = (wanted: number, place: number): HTMLElement | null => {
    const target = rows[Math.min(Math.max(wanted, 0), rows.length - 1)];
    const cells = target ? cellsOf(target) : [];
    return cells.at(Math.min(place, cells.length - 1)) ?? null;
  };
  switch (key) {
    case 'ArrowDown':
      return cell(at + 1, column);
    case 'ArrowUp':
      return cell(at - 1, column);
    case 'PageDown':
      return cell(at + PAGE, column);
    case 'PageUp':
      return cell(at - PAGE, column);
    case 'ArrowRight':
      return cell(at, column + 1);
    case 'ArrowLeft':
      return cell(at, Math.max(column - 1, 0));
    case 'Home':
      return cell(control ? 0 : at, 0);
    case 'End':
      return cell(control ? rows.length - 1 : at, -1);
    default:
      return null;
  }
}

/** Makes one cell, and no other, reachable by tabulation. */
export function setStop(grid: HTMLElement, cell: HTMLElement): void {
  for (const former of grid.querySelectorAll<HTMLElement>('[tabindex="0"]')) former.tabIndex = -1;
  cell.tabIndex = 0;
}

/** A grid whose rows have changed keeps exactly one stop. */
export function keepStop(grid: HTMLElement): void {
  if (grid.querySelector('tbody [tabindex="0"]')) return;
  const first = grid.querySelector<HTMLElement>(`tbody ${CELLS.split(', ')[0]}`);
  if (first) first.tabIndex = 0;
}
