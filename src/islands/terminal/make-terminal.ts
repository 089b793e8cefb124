import '@xterm/xterm/css/xterm.css';
import './terminal.css';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal, type ITerminalOptions } from '@xterm/xterm';
import { openLink } from './open-link.ts';
import { accelerate } from './renderer.ts';
import { lookOf } from './theme.ts';

export interface ScreenPreferences {
  screenReader: boolean;
  /** In CSS pixels. */
  fontSize: number;
}

Terminal.strings.promptLabel = 'Saisie du terminal';
Terminal.strings.tooMuchOutput = 'Trop de texte à annoncer ; parcourez les lignes pour le lire.';

/** An xterm of ours: its look, and what may be done with a link that a program wrote. */
export function makeTerminal(
  element: HTMLElement,
  { screenReader, fontSize }: ScreenPreferences,
  options: ITerminalOptions = {},
): Terminal {
  const { theme, fontFamily } = lookOf(element);
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    fontFamily,
    fontSize,
    linkHandler: { activate: (_event, address) => openLink(address) },
    minimumContrastRatio: 4.5,
    screenReaderMode: screenReader,
    theme,
    ...options,
  });
  terminal.loadAddon(new Unicode11Addon());
  terminal.loadAddon(new WebLinksAddon((_event, address) => openLink(address)));
  terminal.unicode.activeVersion = '11';
  return terminal;
}

/**
 * Shows the terminal in the element, with the graphics card where there is one, and calls back each time that the size of
 * its characters is known better.
 */
export function openTerminal(terminal: Terminal, element: HTMLElement, measured: () => void): void {
  terminal.open(element);
  void accelerate(terminal);
  const { fontFamily = 'monospace', fontSize } = terminal.options;
  const measureAgain = (): void => {
    if (!terminal.element?.isConnected) return;
    // Only a change of the option makes xterm measure the font that has just come.
    terminal.options.fontFamily = 'monospace';
    terminal.options.fontFamily = fontFamily;
    measured();
  };
  document.fonts.load(`${fontSize}px ${fontFamily}`).then(measureAgain, measureAgain);
}
