import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';

/** As in `server/contract/seat.ts`, whose schemas stay on the server. */
const MESSAGE_MAX = 600;

interface Props {
  text: Signal<string>;
  label: string;
  required?: boolean;
}

/** A few lines of words, bounded as the server bounds them. */
export function MessageField({ text, label, required = false }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={3}
        maxLength={MESSAGE_MAX}
        required={required}
        value={text.value}
        onInput={({ currentTarget }) => (text.value = currentTarget.value)}
      />
      {text.value.length > MESSAGE_MAX - 100 && (
        <p class="help" role="status">
          Encore {MESSAGE_MAX - text.value.length} caractères.
        </p>
      )}
    </div>
  );
}
