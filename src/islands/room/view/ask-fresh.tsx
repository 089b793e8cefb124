import { roomApi } from '../../../lib/trainer-api.ts';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { detail, type PersonAddress } from '../state/person.ts';
import { freshWords } from '../state/words.ts';

/** A fresh sandbox loses what the learner has done: only the learner can accept it. */
export function AskFresh({ address }: { address: PersonAddress }) {
  const asking = useAction();
  const person = detail.value;
  if (!person) return null;
  const { classId, id } = address;
  const asked = person.request === 'reset';
  return (
    <div class="ask-fresh">
      {asked ? (
        <button
          type="button"
          class="button small"
          disabled={asking.busy.value}
          onClick={() => void asking.run(() => roomApi.dropKeyboard(classId, id))}
        >
          Ne plus proposer
        </button>
      ) : (
        <button
          type="button"
          class="button small"
          disabled={asking.busy.value}
          onClick={() => void asking.run(() => roomApi.askConsent(classId, id, 'reset'))}
        >
          Proposer de repartir d’un bac neuf
        </button>
      )}
      <p role="status">{freshWords(person)}</p>
      <Failure failure={asking.failure.value} />
    </div>
  );
}
