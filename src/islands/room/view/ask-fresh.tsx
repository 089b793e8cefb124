import { roomApi } from '../../../lib/trainer-api.ts';
import { useAction } from '../../formation/shell/action.ts';
import { Failure } from '../../formation/shell/failure.tsx';
import { answer, detail, withdraw, type PersonAddress } from '../state/person.ts';

/** A fresh sandbox loses what the learner has done: only the learner can accept it. */
export function AskFresh({ address }: { address: PersonAddress }) {
  const asking = useAction();
  const asked = detail.value?.request === 'reset';
  const word = answer.value?.kind === 'reset' ? answer.value : null;
  return (
    <div class="ask-fresh">
      {asked ? (
        <button
          type="button"
          class="button small"
          disabled={asking.busy.value}
          onClick={() => void asking.run(() => withdraw(address))}
        >
          Ne plus proposer
        </button>
      ) : (
        <button
          type="button"
          class="button small"
          disabled={asking.busy.value}
          onClick={() => void asking.run(() => roomApi.askConsent(address.classId, address.id, 'reset'))}
        >
          Proposer de repartir d’un bac neuf
        </button>
      )}
      <p role="status">
        {asked && 'Proposé : on attend son accord.'}
        {word && (word.granted ? 'Accepté : le bac neuf se prépare.' : 'Refusé : le bac reste tel qu’il est.')}
      </p>
      <Failure failure={asking.failure.value} />
    </div>
  );
}
