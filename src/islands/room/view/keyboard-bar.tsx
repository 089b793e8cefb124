import { roomApi } from '../../../lib/trainer-api.ts';
import { useAction } from '../../formation/shell/action.ts';
import { Failure } from '../../formation/shell/failure.tsx';
import { Icon } from '../../lab-dock/view/icon.tsx';
import { answer, detail, withdraw, type PersonAddress } from '../state/person.ts';

/** Who has the keyboard, and the way to ask for it, to be refused, to give it back. */
export function KeyboardBar({ address, login }: { address: PersonAddress; login: string }) {
  const asking = useAction();
  const keyboard = detail.value?.keyboard ?? null;
  const asked = detail.value?.request === 'keyboard';
  const refused = answer.value?.kind === 'keyboard' && !answer.value.granted;
  const ask = (): Promise<boolean> => asking.run(() => roomApi.askConsent(address.classId, address.id, 'keyboard'));
  return (
    <div class="keyboard-bar" data-state={keyboard === login ? 'mine' : asked ? 'asked' : undefined}>
      <p role="status">
        <Icon name={keyboard === login ? 'keyboard' : 'eye'} />
        {words(keyboard, login, asked, refused)}
      </p>
      {keyboard === login || asked ? (
        <button
          type="button"
          class="button small"
          disabled={asking.busy.value}
          onClick={() => void asking.run(() => withdraw(address))}
        >
          {asked ? 'Ne plus demander' : 'Rendre le clavier'}
        </button>
      ) : (
        <button type="button" class="button small" disabled={asking.busy.value} onClick={() => void ask()}>
          Demander le clavier
        </button>
      )}
      <Failure failure={asking.failure.value} />
    </div>
  );
}

function words(keyboard: string | null, login: string, asked: boolean, refused: boolean): string {
  if (keyboard === login) return 'Vous avez le clavier : ce que vous tapez arrive dans ce terminal.';
  if (keyboard !== null) return `${keyboard} a le clavier. Vous regardez.`;
  if (asked) return 'Vous avez demandé le clavier : on attend son accord.';
  if (refused) return 'Le clavier vous est refusé. Vous regardez, sans rien pouvoir taper.';
  return 'Vous regardez, sans rien pouvoir taper. La personne voit que vous êtes là.';
}
