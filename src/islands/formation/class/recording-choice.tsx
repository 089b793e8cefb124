import type { ClassSettings } from '../../../../server/contract/classes.ts';
import { Field } from '../../shared/field.tsx';
import { people } from '../shell/words.ts';

const DAYS_MAX = 365;

interface Props {
  settings: ClassSettings;
  /** People who are in already. */
  learners: number;
  /** Recording is on for them. */
  already: boolean;
  onChange: (part: Partial<ClassSettings>) => void;
}

/** Recording is a choice to be made knowing what it implies: it is all said before the box, and before it is ticked. */
export function RecordingChoice({ settings, learners, already, onChange }: Props) {
  return (
    <fieldset>
      <legend>Enregistrement des terminaux</legend>
      <p class="help">
        Ce qui s’affiche dans les terminaux est gardé, pour être revu avec la personne ou pour comprendre où ça coince.
        Ce qui se tape sans s’afficher, comme un mot de passe, n’est pas gardé. Chaque personne en est prévenue avant
        d’entrer et le voit pendant toute la séance. Les enregistrements s’effacent d’eux-mêmes.
      </p>
      <label class="choice">
        <input
          type="checkbox"
          checked={settings.recording}
          onChange={(event) => onChange({ recording: event.currentTarget.checked })}
        />
        <span>Enregistrer les terminaux de cette classe</span>
      </label>
      {settings.recording && !already && learners > 0 && (
        <p role="status">
          <strong>
            {people(learners)} {learners > 1 ? 'sont déjà entrées' : 'est déjà entrée'}
          </strong>{' '}
          sans que rien ne soit enregistré : prévenez aussi de vive voix.
        </p>
      )}
      {settings.recording && (
        <Field
          label="Jours avant effacement"
          type="number"
          required
          min={1}
          max={DAYS_MAX}
          value={settings.recordingDays || ''}
          onValue={(value) => onChange({ recordingDays: Number(value) })}
        />
      )}
    </fieldset>
  );
}
