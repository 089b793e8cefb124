import { computed, effect, signal } from '@preact/signals';
import { kept } from '../../../lib/storage.ts';

/** Panels above the terminal; on a phone the terminal is one of them. */
export type Panel = 'objectifs' | 'situation' | 'indices' | 'solution' | 'terminal';
/** Heights of the sheet on a phone: the bar and its compartments, half of the screen, nearly all of it. */
export const SHEET_HEIGHTS = ['bas', 'moyen', 'haut'] as const;
export type SheetHeight = (typeof SHEET_HEIGHTS)[number];

interface Preferences {
  /** Width of the dock, in CSS pixels. */
  width: number;
  /** Part of the dock’s height that the panel takes, the terminal having the rest. */
  panelShare: number;
  fontSize: number;
  screenReader: boolean;
}

export const WIDTH = { minimum: 380, step: 32 };
export const SHARE = { minimum: 0.15, maximum: 0.85, step: 0.05 };
export const FONT = { minimum: 10, maximum: 28 };
/** The prose beside the dock stays readable: at least this much is left to it, in CSS pixels. */
const PROSE_MINIMUM = 420;

const clamp = (value: number, minimum: number, maximum: number): number =>
  Math.min(Math.max(value, minimum), Math.max(minimum, maximum));

const defaults: Preferences = { width: 600, panelShare: 0.5, fontSize: 14, screenReader: false };

const preferences = kept<Preferences>('local', 'dock', defaults, (stored) => {
  const value = { ...defaults, ...(stored as Partial<Preferences>) };
  return Number.isFinite(value.width) && Number.isFinite(value.panelShare) && Number.isFinite(value.fontSize)
    ? value
    : null;
});
const tabKept = kept<Panel>('session', 'dock-panel', 'objectifs', (stored) =>
  typeof stored === 'string' ? (stored as Panel) : null,
);
const sheetKept = kept<SheetHeight>('session', 'dock-sheet', 'moyen', (stored) =>
  SHEET_HEIGHTS.includes(stored as SheetHeight) ? (stored as SheetHeight) : null,
);

const initial = preferences.read();
/** As chosen; a window may be too small for it. */
const chosenWidth = signal(initial.width);
export const panelShare = signal(initial.panelShare);
export const fontSize = signal(initial.fontSize);
export const screenReader = signal(initial.screenReader);
export const panel = signal<Panel>(tabKept.read());
export const sheet = signal<SheetHeight>(sheetKept.read());
/** A page reloaded beside an open dock has kept its place since before the first paint (`ThemeProvider.astro`). */
export const open = signal(document.documentElement.dataset.dock === 'open');

const narrow = matchMedia('(max-width: 56.25rem)');
/** A phone, or a window as narrow: the dock is a sheet at the bottom. */
export const isSheet = signal(narrow.matches);
narrow.addEventListener('change', () => (isSheet.value = narrow.matches));

const windowWidth = signal(window.innerWidth);
export const widthLimit = (): number => Math.max(WIDTH.minimum, windowWidth.value - PROSE_MINIMUM);
const fitting = (value: number): number => Math.round(clamp(value, WIDTH.minimum, widthLimit()));
/** What the window leaves of the width that was chosen, in CSS pixels. */
export const width = computed(() => fitting(chosenWidth.value));
export const setWidth = (value: number): void => {
  chosenWidth.value = fitting(value);
};
export const setShare = (value: number): void => {
  panelShare.value = clamp(Math.round(value * 100) / 100, SHARE.minimum, SHARE.maximum);
};
export const setFontSize = (value: number): void => {
  fontSize.value = clamp(value, FONT.minimum, FONT.maximum);
};

/** Writes the layout where style sheets and the next page read it. */
export function followLayout(): void {
  const root = document.documentElement;
  effect(() => {
    if (open.value) {
      root.dataset.dock = 'open';
      root.dataset.dockHeight = sheet.value;
      root.style.setProperty('--dock-width', isSheet.value ? '0px' : `${width.value}px`);
    } else {
      delete root.dataset.dock;
      delete root.dataset.dockHeight;
      root.style.removeProperty('--dock-width');
    }
  });
  effect(() => {
    preferences.write({
      width: chosenWidth.value,
      panelShare: panelShare.value,
      fontSize: fontSize.value,
      screenReader: screenReader.value,
    });
  });
  effect(() => tabKept.write(panel.value));
  effect(() => sheetKept.write(sheet.value));
  window.addEventListener('resize', () => (windowWidth.value = window.innerWidth));
}
