import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface Props extends Omit<JSX.IntrinsicElements['input'], 'ref' | 'value' | 'id' | 'onInput'> {
  label: string;
  value: string;
  onValue: (value: string) => void;
  /** Empty when all is well. A new one takes the focus to the field. */
  error: string;
  children?: ComponentChildren;
}

/** A field with its help and its error, which a screen reader hears and the keyboard lands on. */
export function Field({ label, value, onValue, error, children, ...input }: Props) {
  const element = useRef<HTMLInputElement>(null);
  const id = useId();
  // The attribute alone does nothing for a field that comes after the page.
  useEffect(() => {
    if (input.autofocus) element.current?.focus();
  }, []);
  useEffect(() => {
    if (error) element.current?.focus();
  }, [error]);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...input}
        id={id}
        ref={element}
        value={value}
        aria-describedby={`${id}-help ${id}-error`}
        aria-invalid={error !== '' || undefined}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      <div class="help" id={`${id}-help`}>
        {children}
      </div>
      <p class="error" id={`${id}-error`} role="alert">
        {error}
      </p>
    </div>
  );
}

/** How codes are typed: no correction, no suggestion, capital letters on a phone’s keyboard. */
export const CODE_INPUT = {
  autocomplete: 'off',
  autocapitalize: 'characters',
  spellcheck: false,
  class: 'code',
} as const;
