import type { ITheme } from '@xterm/xterm';

/** Night colours, readable at 4.5:1 at least on the page's terminal paper; xterm raises the contrast of the others. */
const COLOURS = {
  black: '#22343d',
  red: '#ff8f7a',
  green: '#7ddc9a',
  yellow: '#e8c872',
  blue: '#8cc3ec',
  magenta: '#cfa6e0',
  cyan: '#63d2be',
  white: '#cbd6da',
  brightBlack: '#92a5ad',
  brightRed: '#ffb3a3',
  brightGreen: '#a6ebbb',
  brightYellow: '#f5dc9a',
  brightBlue: '#b3d9f5',
  brightMagenta: '#e2c4ee',
  brightCyan: '#8ee6d5',
  brightWhite: '#ffffff',
} satisfies ITheme;

export interface Look {
  theme: ITheme;
  fontFamily: string;
}

/** The terminal's colours and type, from the page's custom properties (`src/styles/tokens.css`). */
export function lookOf(element: HTMLElement): Look {
  const style = getComputedStyle(element);
  const token = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
  const paper = token('--terminal-paper', '#0b1418');
  const accent = token('--terminal-watertight', '#63d2be');
  return {
    fontFamily: token('--font-mono', 'ui-monospace, monospace'),
    theme: {
      ...COLOURS,
      background: paper,
      foreground: token('--terminal-ink', '#dfe8ea'),
      cursor: accent,
      cursorAccent: paper,
      selectionBackground: '#2f5563',
    },
  };
}
