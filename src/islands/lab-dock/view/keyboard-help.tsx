import { TERMINAL_SHORTCUTS } from '../../terminal/index.ts';
import { FONT } from '../state/layout.ts';
import { Dialog } from '../../shared/dialog.tsx';

interface Props {
  open: boolean;
  onClose: () => void;
  fontSize: number;
  onFontSize: (size: number) => void;
  screenReader: boolean;
  onScreenReader: (on: boolean) => void;
}

/** How to live in the terminal with a keyboard, at one’s own size, with or without seeing it. */
export function KeyboardHelp({ open, onClose, fontSize, onFontSize, screenReader, onScreenReader }: Props) {
  return (
    <Dialog open={open} title="Terminal : clavier, taille, accessibilité" onClose={onClose}>
      <p>Dans le terminal, la touche Tabulation complète les commandes : F6 en fait sortir.</p>
      <table class="shortcuts">
        <tbody>
          {TERMINAL_SHORTCUTS.map(([keys, effect]) => (
            <tr key={keys}>
              <th scope="row">
                <kbd>{keys}</kbd>
              </th>
              <td>{effect}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>Sur macOS, Commande + C et Commande + V copient et collent.</p>
      <div class="field size-field">
        <label for="terminal-size">Taille du texte : {fontSize}</label>
        <input
          id="terminal-size"
          type="range"
          min={FONT.minimum}
          max={FONT.maximum}
          value={fontSize}
          onInput={(event) => onFontSize(Number(event.currentTarget.value))}
        />
      </div>
      <label class="switch">
        <input
          type="checkbox"
          checked={screenReader}
          onChange={(event) => onScreenReader(event.currentTarget.checked)}
        />
        <span>
          Mode lecteur d’écran
          <small>les lignes du terminal deviennent lisibles par une synthèse vocale ou une plage braille</small>
        </span>
      </label>
      <div class="modal-actions">
        <button type="button" class="button primary" onClick={onClose}>
          Fermer
        </button>
      </div>
    </Dialog>
  );
}
