import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import type { AnswerField as Field } from '../../../../labs/schema.ts';
import { api } from '../../../lib/api.ts';
import { act, attempt, busy } from '../state/attempt.ts';

/** A value that the learner read in the terminal and reports here; checked as soon as it is given. */
export function AnswerField({ field }: { field: Field }) {
  const id = useId();
  const kept = attempt.value?.answers[field.key] ?? '';
  const text = useSignal(kept);
  useEffect(() => {
    text.value = kept;
  }, [kept]);
  const name = `answer-${field.key}`;
  const changed = text.value.trim() !== kept;
  const send = (): void => {
    if (changed) void act(name, (attemptId) => api.answer(attemptId, field.key, text.value.trim()));
  };
  return (
    <form
      class="answer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label for={id}>{field.label}</label>
      <div>
        <input
          id={id}
          value={text.value}
          placeholder={field.placeholder}
          inputMode={field.input === 'number' ? 'numeric' : 'text'}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={400}
          onInput={(event) => (text.value = event.currentTarget.value)}
          onBlur={send}
        />
        <button class="button small" disabled={!changed || busy.value === name}>
          Répondre
        </button>
      </div>
    </form>
  );
}
