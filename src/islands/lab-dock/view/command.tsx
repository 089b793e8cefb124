import { isSheet, panel } from '../state/layout.ts';
import { typeCommand } from '../state/terminals.ts';

/** A command that can be typed in the terminal with one click; it is not run until the learner presses Enter. */
export function Command({ text }: { text: string }) {
  return (
    <div class="command">
      <code tabIndex={0}>{text}</code>
      <button
        type="button"
        class="button small"
        onClick={() => {
          if (isSheet.value) panel.value = 'terminal';
          typeCommand(text);
        }}
      >
        Taper dans le terminal
      </button>
    </div>
  );
}
