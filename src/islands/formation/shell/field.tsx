import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

interface Props extends Omit<JSX.HTMLAttributes<HTMLInputElement>, 'label'> {
  label: string;
  help?: ComponentChildren;
  /** What is wrong with what was typed. */
  error?: string | undefined;
  onValue: (value: string) => void;
  [attribute: string]: unknown;
}

/** A labelled input, with what helps to fill it and what is wrong with it. */
export function Field({ label, help, error, onValue, ...input }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...input}
        id={id}
        aria-describedby={help || error ? `${id}-help` : undefined}
        aria-invalid={error ? true : undefined}
        onInput={(event: JSX.TargetedInputEvent<HTMLInputElement>) => onValue(event.currentTarget.value)}
      />
      <div id={`${id}-help`}>
        {help && <p class="help">{help}</p>}
        {error && <p class="error">{error}</p>}
      </div>
    </div>
  );
}
