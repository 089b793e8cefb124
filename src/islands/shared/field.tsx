import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface Props extends Omit<JSX.IntrinsicElements['input'], 'ref' | 'id' | 'onInput'> {
  label: string;
  onValue: (value: string) => void;
  /** What helps to fill it. */
  help?: ComponentChildren;
  /** What is wrong with what was typed; empty when all is well. A new one takes the focus to the field… */
  error?: string;
  /** …unless it comes and goes while one types, here or beside. */
  live?: boolean;
}

/** A field with its help and its error, which a screen reader hears and the keyboard lands on. */
export function Field({ label, onValue, help, error = '', live = false, ...input }: Props) {
  const element = useRef<HTMLInputElement>(null);
  const id = useId();
  // The attribute alone does nothing for a field that comes after the page.
  useEffect(() => {
    if (input.autofocus) element.current?.focus();
  }, []);
  useEffect(() => {
    if (error && !live) element.current?.focus();
  }, [error]);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...input}
        id={id}
        ref={element}
        aria-describedby={help ? `${id}-help ${id}-error` : `${id}-error`}
        aria-invalid={error !== '' || undefined}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {help && (
        <div class="help" id={`${id}-help`}>
          {help}
        </div>
      )}
      <p class="error" id={`${id}-error`} role="alert">
        {error}
      </p>
    </div>
  );
}
