/** What the terminal keeps for itself among the keys; everything else, Tab included, goes to the shell. */
export type ShortcutAction = 'copy' | 'paste' | 'search' | 'leave-forward' | 'leave-backward';

/** For the page to show. Copy and paste are the browser's own on macOS (Cmd). */
export const TERMINAL_SHORTCUTS: readonly (readonly [keys: string, effect: string])[] = [
  ['F6', 'sortir du terminal, vers ce qui le suit'],
  ['Maj + F6', 'sortir du terminal, vers ce qui le précède'],
  ['Ctrl + Maj + C, ou Ctrl + Inser', 'copier la sélection'],
  ['Ctrl + Maj + V, ou Maj + Inser', 'coller'],
  ['Ctrl + Maj + F', 'chercher dans le terminal'],
];

type Keys = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>;

/**
 * F6 moves between panes in browsers and desktops; nothing in the course needs it. Ctrl+C stays the interruption of the
 * shell, selection or not. `paste` and Ctrl+Inser are left to the browser, which needs no permission for them.
 */
export function shortcutOf({ key, code, ctrlKey, shiftKey, altKey, metaKey }: Keys): ShortcutAction | null {
  if (altKey || metaKey) return null;
  if (key === 'F6' && !ctrlKey) return shiftKey ? 'leave-backward' : 'leave-forward';
  if (key === 'Insert' && shiftKey !== ctrlKey) return shiftKey ? 'paste' : 'copy';
  if (!ctrlKey || !shiftKey) return null;
  if (key.toLowerCase() === 'c' || (code === 'KeyC' && !isLatin(key))) return 'copy';
  if (key.toLowerCase() === 'v' || (code === 'KeyV' && !isLatin(key))) return 'paste';
  if (key.toLowerCase() === 'f' || (code === 'KeyF' && !isLatin(key))) return 'search';
  return null;
}

/** On a keyboard of another script, the place of the key decides. */
const isLatin = (key: string): boolean => /^[a-z]$/i.test(key);
