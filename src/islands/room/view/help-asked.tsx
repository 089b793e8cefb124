import { elapsed } from '../../../lib/elapsed.ts';
import { roomApi } from '../../../lib/trainer-api.ts';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { Icon } from '../../shared/icon.tsx';
import { now } from '../state/clock.ts';
import { detail, type PersonAddress } from '../state/person.ts';
import { quoted } from '../state/words.ts';

/** The request for help, in the person's own words, until somebody has answered it. */
export function HelpAsked({ address: { classId, id } }: { address: PersonAddress }) {
  const answering = useAction();
  const help = detail.value?.tile.help;
  return (
    <>
      {help && (
        <div class="help-asked">
          <Icon name="help" />
          <p>
            <strong>Demande de l’aide depuis {elapsed(now.value - help.askedAt)}.</strong>{' '}
            {help.note && quoted(help.note)}
          </p>
          <button
            type="button"
            class="button small"
            disabled={answering.busy.value}
            onClick={() => void answering.run(() => roomApi.answerHelp(classId, id))}
          >
            J’ai répondu
          </button>
        </div>
      )}
      <Failure failure={answering.failure.value} />
    </>
  );
}
