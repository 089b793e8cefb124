import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { classApi } from '../../../lib/trainer-api.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { useAction } from '../../shared/action.ts';
import { Failure } from '../../shared/failure.tsx';
import { currentClass } from '../../formation/shell/in-class.tsx';
import { course } from '../../shared/course.ts';
import { MessageField } from './message-field.tsx';

type Question = 'pause' | 'message' | 'chapter' | null;

/** What can be done to everybody at once. */
export function ClassActions() {
  const asked = useSignal<Question>(null);
  const pausing = useAction();
  const shown = currentClass.value;
  if (!shown) return null;
  const close = (): void => void (asked.value = null);
  const pause = (paused: boolean): Promise<boolean> =>
    pausing.run(async () => void (currentClass.value = await classApi.pause(shown.id, paused)));
  return (
    <div class="class-actions">
      {shown.pausedAt === null && (
        <button type="button" class="button small" onClick={() => (asked.value = 'pause')}>
          Suspendre tout le monde…
        </button>
      )}
      <button type="button" class="button small" onClick={() => (asked.value = 'message')}>
        Message à la classe…
      </button>
      <button type="button" class="button small" onClick={() => (asked.value = 'chapter')}>
        Envoyer au chapitre…
      </button>
      {shown.pausedAt !== null && (
        <div class="paused" role="status">
          <p>
            <strong>Les terminaux de tout le monde sont suspendus.</strong> Le temps laissé à chaque bac, lui, court
            toujours.
          </p>
          <button
            type="button"
            class="button primary small"
            disabled={pausing.busy.value}
            onClick={() => void pause(false)}
          >
            Rendre les terminaux
          </button>
        </div>
      )}
      {asked.value === null && <Failure failure={pausing.failure.value} />}
      <Dialog open={asked.value === 'pause'} title="Suspendre tout le monde ?" onClose={close}>
        <p>
          Plus aucune frappe n’atteint les terminaux de la classe jusqu’à ce que vous les rendiez. Chaque personne voit
          que vous demandez son attention. Rien n’est perdu.
        </p>
        <Failure failure={pausing.failure.value} />
        <div class="modal-actions">
          <button type="button" class="button" onClick={close} autofocus>
            Annuler
          </button>
          <button
            type="button"
            class="button primary"
            disabled={pausing.busy.value}
            onClick={() => void pause(true).then((done) => done && close())}
          >
            Suspendre
          </button>
        </div>
      </Dialog>
      <Dialog open={asked.value === 'message'} title="Message à la classe" onClose={close}>
        <BroadcastForm id={shown.id} onSent={close} />
      </Dialog>
      <Dialog open={asked.value === 'chapter'} title="Envoyer toute la classe à un chapitre" onClose={close}>
        <ChapterForm id={shown.id} onSent={close} />
      </Dialog>
    </div>
  );
}

interface FormProps {
  id: string;
  onSent: () => void;
}

function BroadcastForm({ id, onSent }: FormProps) {
  const text = useSignal('');
  const sending = useAction();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void sending
          .run(() => classApi.broadcast(id, { kind: 'message', text: text.value, target: null }))
          .then((sent) => sent && onSent());
      }}
    >
      <MessageField text={text} label="Votre message" required />
      <p>Il s’affiche dans la page de chaque personne de la classe, avec votre nom.</p>
      <Failure failure={sending.failure.value} />
      <Send busy={sending.busy.value} onCancel={onSent} />
    </form>
  );
}

function ChapterForm({ id, onSent }: FormProps) {
  const slug = useSignal(course.value[0]?.slug ?? '');
  const section = useSignal('');
  const text = useSignal('');
  const sending = useAction();
  const [chapterField, sectionField] = [useId(), useId()];
  const chapter = course.value.find((one) => one.slug === slug.value);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const target = `/${slug.value}/${section.value && `#${section.value}`}`;
        void sending
          .run(() => classApi.broadcast(id, { kind: 'chapter', text: text.value, target }))
          .then((sent) => sent && onSent());
      }}
    >
      <div class="field">
        <label for={chapterField}>Chapitre</label>
        <select
          id={chapterField}
          value={slug.value}
          onChange={({ currentTarget }) => {
            slug.value = currentTarget.value;
            section.value = '';
          }}
        >
          {course.value.map((one) => (
            <option key={one.slug} value={one.slug}>
              {one.number}. {one.title}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for={sectionField}>Section</label>
        <select
          id={sectionField}
          value={section.value}
          onChange={({ currentTarget }) => (section.value = currentTarget.value)}
        >
          <option value="">Le début du chapitre</option>
          {chapter?.sections.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </select>
      </div>
      <MessageField text={text} label="Un mot pour l’accompagner (facultatif)" />
      <p>Aucune page ne change d’elle-même : chaque personne reçoit un lien à suivre.</p>
      <Failure failure={sending.failure.value} />
      <Send busy={sending.busy.value} onCancel={onSent} />
    </form>
  );
}

const Send = ({ busy, onCancel }: { busy: boolean; onCancel: () => void }) => (
  <div class="modal-actions">
    <button type="button" class="button" onClick={onCancel}>
      Annuler
    </button>
    <button type="submit" class="button primary" disabled={busy}>
      Envoyer
    </button>
  </div>
);
