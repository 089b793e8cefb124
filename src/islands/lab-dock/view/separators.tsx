import { useRef } from 'preact/hooks';
import {
  panelShare,
  setShare,
  setWidth,
  SHARE,
  sheet,
  SHEET_HEIGHTS,
  WIDTH,
  width,
  widthLimit,
  type SheetHeight,
} from '../state/layout.ts';

/** Between the text and the dock: dragged, or moved with the arrows. */
export function WidthSeparator() {
  const drag = useRef(false);
  return (
    <div
      class="separator width-separator"
      role="separator"
      aria-orientation="vertical"
      aria-label="Largeur du bac à sable"
      aria-valuemin={WIDTH.minimum}
      aria-valuemax={widthLimit()}
      aria-valuenow={width.value}
      aria-valuetext={`${width.value} pixels`}
      tabIndex={0}
      onPointerDown={(event) => {
        drag.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (drag.current) setWidth(window.innerWidth - event.clientX);
      }}
      onPointerUp={() => (drag.current = false)}
      onPointerCancel={() => (drag.current = false)}
      onKeyDown={(event) => {
        const step = event.shiftKey ? WIDTH.step * 4 : WIDTH.step;
        const to = {
          ArrowLeft: width.value + step,
          ArrowRight: width.value - step,
          Home: widthLimit(),
          End: WIDTH.minimum,
        }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        setWidth(to);
      }}
    />
  );
}

/** Between the panel and the terminal. */
export function ShareSeparator() {
  const drag = useRef(false);
  return (
    <div
      class="separator share-separator"
      role="separator"
      aria-orientation="horizontal"
      aria-label="Hauteur des objectifs et du terminal"
      aria-valuemin={SHARE.minimum * 100}
      aria-valuemax={SHARE.maximum * 100}
      aria-valuenow={Math.round(panelShare.value * 100)}
      aria-valuetext={`${Math.round(panelShare.value * 100)} % pour les objectifs`}
      tabIndex={0}
      onPointerDown={(event) => {
        drag.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const body = drag.current ? event.currentTarget.parentElement?.getBoundingClientRect() : undefined;
        if (body) setShare((event.clientY - body.top) / body.height);
      }}
      onPointerUp={() => (drag.current = false)}
      onPointerCancel={() => (drag.current = false)}
      onKeyDown={(event) => {
        const to = {
          ArrowUp: panelShare.value - SHARE.step,
          ArrowDown: panelShare.value + SHARE.step,
          Home: SHARE.minimum,
          End: SHARE.maximum,
        }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        setShare(to);
      }}
    />
  );
}

const SHEET_WORDS: Record<SheetHeight, string> = { bas: 'réduit', moyen: 'à mi-hauteur', haut: 'en grand' };

/** On a phone: dragged up and down, tapped to go on to the next height, or moved with the arrows. */
export function SheetHandle() {
  const start = useRef<number | null>(null);
  const dragged = useRef(false);
  const move = (steps: number, around = false): void => {
    const index = SHEET_HEIGHTS.indexOf(sheet.value) + steps;
    const next = around
      ? SHEET_HEIGHTS[index % SHEET_HEIGHTS.length]
      : SHEET_HEIGHTS[Math.min(Math.max(index, 0), SHEET_HEIGHTS.length - 1)];
    if (next) sheet.value = next;
  };
  return (
    <button
      type="button"
      class="sheet-handle"
      aria-label={`Hauteur du bac à sable : ${SHEET_WORDS[sheet.value]}. Changer`}
      onPointerDown={(event) => {
        start.current = event.clientY;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerUp={(event) => {
        const travelled = start.current === null ? 0 : start.current - event.clientY;
        start.current = null;
        dragged.current = Math.abs(travelled) > 24;
        if (dragged.current) move(travelled > 0 ? (travelled > 260 ? 2 : 1) : travelled < -260 ? -2 : -1);
      }}
      onClick={() => {
        // A drag ends with a click too.
        if (!dragged.current) move(1, true);
        dragged.current = false;
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        move(event.key === 'ArrowUp' ? 1 : -1);
      }}
    >
      <span class="grip" aria-hidden="true" />
    </button>
  );
}
