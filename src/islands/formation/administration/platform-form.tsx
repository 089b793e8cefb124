import { useSignal } from '@preact/signals';
import type { PlatformSettings, PlatformView } from '../../../../server/contract/lti.ts';
import { trainerApi } from '../../../lib/trainer-api.ts';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { Field } from '../../shared/field.tsx';

type Text = Record<Exclude<keyof PlatformSettings, 'deployments'>, string> & { deployments: string };

const EMPTY: Text = {
  name: '',
  issuer: '',
  clientId: '',
  deployments: '',
  authorizationUrl: '',
  tokenUrl: '',
  keysUrl: '',
};

/** In the order in which a platform shows them, with the names that Moodle gives. */
const FIELDS: readonly { key: keyof Text; label: string; help?: string; address?: boolean }[] = [
  { key: 'name', label: 'Nom', help: 'Celui que liront les personnes qui en viennent.' },
  { key: 'issuer', label: 'Émetteur', help: 'Moodle : « Identifiant de plateforme ».' },
  { key: 'clientId', label: 'Identifiant de client' },
  {
    key: 'deployments',
    label: 'Identifiants de déploiement',
    help: 'Un au moins ; s’il y en a plusieurs, séparés par des espaces.',
  },
  { key: 'keysUrl', label: 'Adresse du jeu de clés publiques', address: true },
  { key: 'tokenUrl', label: 'Adresse du jeton d’accès', address: true },
  { key: 'authorizationUrl', label: 'Adresse de la demande d’authentification', address: true },
];

const textOf = ({ deployments, ...rest }: PlatformSettings): Text => ({
  name: rest.name,
  issuer: rest.issuer,
  clientId: rest.clientId,
  authorizationUrl: rest.authorizationUrl,
  tokenUrl: rest.tokenUrl,
  keysUrl: rest.keysUrl,
  deployments: deployments.join(' '),
});

const settingsOf = (text: Text): PlatformSettings => {
  const trimmed = Object.fromEntries(Object.entries(text).map(([key, value]) => [key, value.trim()])) as Text;
  return { ...trimmed, deployments: trimmed.deployments.split(/\s+/) };
};

interface Props {
  /** `null` for a new one. */
  platform: PlatformView | null;
  onClose: () => void;
  onSaved: () => void;
}

export function PlatformForm({ platform, onClose, onSaved }: Props) {
  const text = useSignal<Text>(platform ? textOf(platform) : EMPTY);
  const { busy, failure, run } = useAction();
  const save = (): Promise<boolean> =>
    run(async () => {
      const settings = settingsOf(text.value);
      await (platform ? trainerApi.changePlatform(platform.id, settings) : trainerApi.addPlatform(settings));
      onSaved();
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {FIELDS.map(({ key, label, help, address }, index) => (
        <Field
          key={key}
          label={label}
          help={address ? 'En HTTPS.' : help}
          required
          type={address ? 'url' : 'text'}
          autofocus={index === 0}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={address ? 2000 : 500}
          value={text.value[key]}
          onValue={(value) => (text.value = { ...text.value, [key]: value })}
        />
      ))}
      <Failure failure={failure.value} />
      <div class="modal-actions">
        <button type="button" class="button" onClick={onClose}>
          Annuler
        </button>
        <button class="button primary" disabled={busy.value}>
          {platform ? 'Enregistrer' : 'Déclarer la plateforme'}
        </button>
      </div>
    </form>
  );
}
