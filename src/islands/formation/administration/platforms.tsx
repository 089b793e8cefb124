import { useSignal } from '@preact/signals';
import type { PlatformView } from '../../../../server/contract/lti.ts';
import { LTI_TOOL } from '../../../../server/contract/lti-paths.ts';
import { trainerApi } from '../../../lib/trainer-api.ts';
import { Confirm, Dialog } from '../../shared/dialog.tsx';
import { useAction } from '../../shared/action.ts';
import { CopyButton } from '../shell/copy-button.tsx';
import { Failure } from '../../shared/failure.tsx';
import { useLoaded, WhenLoaded } from '../../shared/loaded.tsx';
import { PlatformForm } from './platform-form.tsx';

const TOOL_ADDRESSES = [
  ['Adresse de lancement (redirection, lien profond)', LTI_TOOL.launch],
  ['Adresse d’initiation de la connexion', LTI_TOOL.login],
  ['Jeu de clés publiques (JWKS)', LTI_TOOL.keys],
] as const;

/** Learning platforms that may send people here. */
export function Platforms() {
  const loaded = useLoaded(trainerApi.platforms);
  const editing = useSignal<PlatformView | 'new' | null>(null);
  const removing = useSignal<PlatformView | null>(null);
  const { busy, failure, run } = useAction();
  const remove = ({ id }: PlatformView): Promise<boolean> =>
    run(async () => {
      await trainerApi.removePlatform(id);
      await loaded.reload();
    });
  const close = (): void => {
    editing.value = null;
  };
  return (
    <section aria-labelledby="plateformes">
      <h2 id="plateformes">Plateformes d’apprentissage</h2>
      <p>
        Par LTI 1.3, une plateforme (Moodle, par exemple) envoie ici les personnes de ses cours, met dans un cours les
        pages choisies, et reçoit les notes. Donnez-lui ces adresses, puis déclarez ici ce qu’elle affiche en retour.
      </p>
      <dl class="tool-addresses">
        {TOOL_ADDRESSES.map(([label, path]) => (
          <div key={path}>
            <dt>{label}</dt>
            <dd>
              <code translate={false}>{location.origin + path}</code>
              <CopyButton text={location.origin + path} label="Copier" />
            </dd>
          </div>
        ))}
      </dl>
      {location.protocol !== 'https:' && (
        <p class="help">
          Hors de cette machine, une plateforme veut un site en HTTPS : réglez ETANCHE_ORIGINS derrière un mandataire
          TLS.
        </p>
      )}
      <WhenLoaded from={loaded}>
        {(platforms) =>
          platforms.length > 0 && (
            <div class="table-frame" tabIndex={0} role="region" aria-label="Liste des plateformes">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Nom</th>
                    <th scope="col">Émetteur</th>
                    <th scope="col">Cours reliés</th>
                    <th scope="col">Notes en attente</th>
                    <th scope="col">
                      <span class="sr-only">Action</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {platforms.map((platform) => (
                    <tr key={platform.id}>
                      <th scope="row">{platform.name}</th>
                      <td class="subject">{platform.issuer}</td>
                      <td>{platform.courses}</td>
                      <td>{platform.waitingScores}</td>
                      <td class="actions">
                        <button
                          type="button"
                          class="button small"
                          aria-label={`Modifier ${platform.name}…`}
                          onClick={() => (editing.value = platform)}
                        >
                          Modifier…
                        </button>
                        <button
                          type="button"
                          class="button small"
                          disabled={busy.value}
                          aria-label={`Retirer ${platform.name}…`}
                          onClick={() => (removing.value = platform)}
                        >
                          Retirer…
                        </button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </WhenLoaded>
      <Failure failure={failure.value} />
      <p>
        <button type="button" class="button" onClick={() => (editing.value = 'new')}>
          Déclarer une plateforme…
        </button>
      </p>
      <Dialog
        open={editing.value !== null}
        title={editing.value === 'new' ? 'Déclarer une plateforme' : 'Modifier la plateforme'}
        onClose={close}
      >
        {editing.value !== null && (
          <PlatformForm
            platform={editing.value === 'new' ? null : editing.value}
            onClose={close}
            onSaved={() => {
              close();
              void loaded.reload();
            }}
          />
        )}
      </Dialog>
      <Confirm
        open={removing.value !== null}
        title={`Retirer ${removing.value?.name ?? ''} ?`}
        action="Retirer la plateforme"
        onClose={() => (removing.value = null)}
        onConfirm={() => removing.value && void remove(removing.value)}
      >
        <p>
          Elle n’enverra plus personne ici et ne recevra plus de note. Ses cours sont déliés ; les classes et celles et
          ceux qui y sont restent, et reviennent par leur code de reprise.
        </p>
      </Confirm>
    </section>
  );
}
