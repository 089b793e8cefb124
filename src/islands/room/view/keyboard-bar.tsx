import { roomApi } from '../../../lib/trainer-api.ts';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { Icon } from '../../shared/icon.tsx';
import { detail, type PersonAddress } from '../state/person.ts';
import { keyboardWords } from '../state/words.ts';

/** Who has the keyboard, and the way to ask for it, to be refused, to give it back. */
export function KeyboardBar({ address, login }: { address: PersonAddress; login: string }) {
  const asking = useAction();
  const person = detail.value;
  if (!person) return null;
  const { classId, id } = address;
  const mine = person.keyboard === login;
  const asked = person.request === 'keyboard';
  return (
    <div class="keyboard-bar" data-state={mine ? 'mine' : asked ? 'asked' : undefined}>
      <p role="status">
        <Icon name={mine ? 'keyboard' : 'eye'} />
        {keyboardWords(person, login)}
      </p>
      {mine || asked ? (
        <button
          type="button"
          class="button small"
          disabled={asking.busy.value}
          onClick={() => void asking.run(() => roomApi.dropKeyboard(classId, id))}
        >
          {asked ? 'Ne plus demander' : 'Rendre le clavier'}
        </button>
      ) : (
        <button
          type="button"
          class="button small"
          disabled={asking.busy.value}
          onClick={() => void asking.run(() => roomApi.askConsent(classId, id, 'keyboard'))}
        >
          Demander le clavier
        </button>
      )}
      <Failure failure={asking.failure.value} />
    </div>
  );
}
