import { useSignal } from '@preact/signals';
import type { ClassSettings, ClassView } from '../../../../server/contract/classes.ts';
import { classApi } from '../../../lib/trainer-api.ts';
import { useAction } from '../../shared/action.ts';
import { CapacityVerdict } from '../shell/capacity-verdict.tsx';
import { fromLocalInput, toLocalInput } from '../../shared/dates.ts';
import { Failure } from '../../shared/failure.tsx';
import { Field } from '../../shared/field.tsx';
import { currentClass } from '../shell/in-class.tsx';
import type { ChapterItems } from './open-items.ts';
import { OpenItemsTree } from './open-items-tree.tsx';
import { RecordingChoice } from './recording-choice.tsx';

/** Bounds of `classSettingsSchema`: the server has the last word. */
const NAME_MAX = 80;
const CAPACITY_MAX = 500;
const WARM_MAX = 100;

const settingsOf = (view: ClassView): ClassSettings => ({
  name: view.name,
  state: view.state,
  capacity: view.capacity,
  startsAt: view.startsAt,
  endsAt: view.endsAt,
  warm: view.warm,
  closedItems: [...view.closedItems].sort(),
  recording: view.recording,
  recordingDays: view.recordingDays,
});

interface Props {
  theClass: ClassView;
  chapters: readonly ChapterItems[];
}

/** Everything that a class may be told, saved at once. */
export function SettingsForm({ theClass, chapters }: Props) {
  const kept = settingsOf(theClass);
  const draft = useSignal(kept);
  const saved = useSignal(false);
  const { busy, failure, run } = useAction();
  const settings = draft.value;
  const change = (part: Partial<ClassSettings>): void => {
    draft.value = { ...settings, ...part };
    saved.value = false;
  };
  const dirty = JSON.stringify(settings) !== JSON.stringify(kept);
  const { startsAt, endsAt } = settings;
  const backwards = startsAt !== null && endsAt !== null && endsAt <= startsAt;

  const save = (): Promise<boolean> =>
    run(async () => {
      const view = await classApi.change(theClass.id, { ...settings, name: settings.name.trim() });
      currentClass.value = view;
      draft.value = settingsOf(view);
      saved.value = true;
    });

  return (
    <form
      class="settings"
      aria-labelledby="reglages"
      onSubmit={(event) => {
        event.preventDefault();
        if (!backwards) void save();
      }}
    >
      <h2 id="reglages">Réglages</h2>
      <fieldset>
        <legend>Accueil</legend>
        <Field
          label="Nom de la classe"
          required
          maxLength={NAME_MAX}
          pattern=".*\S.*"
          autocomplete="off"
          value={settings.name}
          onValue={(name) => change({ name })}
        />
        <Choices state={settings.state} onChange={(state) => change({ state })} />
        <Field
          label="Personnes accueillies, au plus"
          type="number"
          required
          min={1}
          max={CAPACITY_MAX}
          value={settings.capacity || ''}
          onValue={(value) => change({ capacity: Number(value) })}
        />
        <CapacityVerdict people={settings.capacity} />
      </fieldset>
      <fieldset>
        <legend>Dates et bacs gardés prêts</legend>
        <div class="pair">
          <Field
            label="Début"
            type="datetime-local"
            value={toLocalInput(startsAt)}
            onValue={(value) => change({ startsAt: fromLocalInput(value) })}
          />
          <Field
            label="Fin"
            type="datetime-local"
            value={toLocalInput(endsAt)}
            error={backwards ? 'La fin vient après le début.' : ''}
            live
            onValue={(value) => change({ endsAt: fromLocalInput(value) })}
          />
        </div>
        <Field
          label="Bacs à sable gardés prêts"
          type="number"
          required
          min={0}
          max={WARM_MAX}
          value={Number.isNaN(settings.warm) ? '' : settings.warm}
          help="Un bac gardé prêt s’ouvre aussitôt ; les autres se préparent à la demande. Ils sont gardés d’un quart d’heure avant le début jusqu’à la fin, et occupent la mémoire de la machine pendant ce temps."
          onValue={(value) => change({ warm: value === '' ? NaN : Number(value) })}
        />
      </fieldset>
      <OpenItemsTree
        chapters={chapters}
        closed={settings.closedItems}
        onChange={(closedItems) => change({ closedItems })}
      />
      <RecordingChoice
        settings={settings}
        learners={theClass.learners}
        already={theClass.recording}
        onChange={change}
      />
      <div class="save">
        <Failure failure={failure.value} />
        <button class="button primary" disabled={busy.value}>
          Enregistrer les réglages
        </button>
        <span role="status">
          {dirty ? 'Des changements ne sont pas encore enregistrés.' : saved.value ? 'Réglages enregistrés.' : ''}
        </span>
      </div>
    </form>
  );
}

function Choices({ state, onChange }: { state: ClassView['state']; onChange: (state: ClassView['state']) => void }) {
  const choice = (value: ClassView['state'], label: string) => (
    <label class="choice">
      <input type="radio" name="state" checked={state === value} onChange={() => onChange(value)} />
      <span>{label}</span>
    </label>
  );
  return (
    <div role="radiogroup" aria-label="Qui peut entrer">
      {choice('open', 'Ouverte : on entre avec le code')}
      {choice('closed', 'Fermée : plus personne n’entre, celles et ceux qui y sont continuent')}
    </div>
  );
}
