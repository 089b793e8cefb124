import { useSignal } from '@preact/signals';
import { Field } from '../../shared/field.tsx';

/** Bounds of `PASSWORD_MIN`, whose module would bring a whole validator here: the server has the last word anyway. */
export const PASSWORD_LENGTH = { minimum: 12, maximum: 200 };

interface Props {
  label: string;
  value: string;
  onValue: (value: string) => void;
}

/** A password to choose: its length is told, it may be shown and pasted. OWASP ASVS 5.0, 6.2. */
export function NewPassword({ label, value, onValue }: Props) {
  const shown = useSignal(false);
  const length = [...value].length;
  const { minimum, maximum } = PASSWORD_LENGTH;
  return (
    <div>
      <Field
        label={label}
        type={shown.value ? 'text' : 'password'}
        autocomplete="new-password"
        autocapitalize="none"
        spellcheck={false}
        required
        minLength={minimum}
        maxLength={maximum}
        value={value}
        onValue={onValue}
        help={`Au moins ${minimum} caractères ; une phrase convient très bien. ${length === 0 ? '' : `${length} pour l’instant${length >= minimum ? ' : c’est assez' : ''}.`}`}
      />
      <label class="choice">
        <input
          type="checkbox"
          checked={shown.value}
          onChange={(event) => (shown.value = event.currentTarget.checked)}
        />
        <span>Montrer ce mot de passe</span>
      </label>
    </div>
  );
}
