import { useSignal } from '@preact/signals';
import type { ClassView } from '../../../../server/contract/classes.ts';
import { classApi } from '../../../lib/trainer-api.ts';
import { Confirm } from '../../shared/dialog.tsx';
import { useAction } from '../../shared/action.ts';
import { CopyButton } from '../shell/copy-button.tsx';
import { Failure } from '../../shared/failure.tsx';
import { currentClass } from '../shell/in-class.tsx';
import { Projection } from './projection.tsx';

/** The link that learners follow. The code is in the fragment, which no server and no journal of one sees. */
export const joinLink = (code: string): string => `${location.origin}/rejoindre/#${code}`;

/** Only who is at this machine can follow such a link. */
const isLocal = (): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);

/** How people come in. */
export function CodePanel({ theClass }: { theClass: ClassView }) {
  const { id, code } = theClass;
  const projecting = useSignal(false);
  const renewing = useSignal(false);
  const { busy, failure, run } = useAction();
  const link = joinLink(code);
  const renew = (): Promise<boolean> => run(async () => void (currentClass.value = await classApi.newCode(id)));
  return (
    <section class="code-panel" aria-labelledby="code">
      <h2 id="code">Le code de la classe</h2>
      <p class="class-code" translate={false}>
        {code}
      </p>
      <p class="actions">
        <CopyButton text={code} label="Copier le code" />
        <button type="button" class="button small" onClick={() => (projecting.value = true)}>
          Projeter
        </button>
        <button type="button" class="button small" disabled={busy.value} onClick={() => (renewing.value = true)}>
          Remplacer le code…
        </button>
      </p>
      <p class="join-link">
        <span translate={false}>{link}</span> <CopyButton text={link} label="Copier le lien" />
      </p>
      {isLocal() && (
        <p class="help">
          Ce lien ne s’ouvre que sur cette machine. Pour une salle, ouvrez cette page par l’adresse que les autres
          postes utilisent.
        </p>
      )}
      <Failure failure={failure.value} />
      <Projection theClass={theClass} link={link} open={projecting.value} onClose={() => (projecting.value = false)} />
      <Confirm
        open={renewing.value}
        title="Remplacer le code ?"
        action="Remplacer le code"
        onClose={() => (renewing.value = false)}
        onConfirm={() => void renew()}
      >
        <p>Le code et le lien d’aujourd’hui n’ouvriront plus la classe. Les personnes qui y sont déjà y restent.</p>
      </Confirm>
    </section>
  );
}
