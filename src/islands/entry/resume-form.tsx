import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { resumeWith } from '../../lib/session.ts';
import { codeOf, wordsOf } from './failure-words.ts';
import { CODE_INPUT, Field } from './field.tsx';

interface Props {
  /** From the link. */
  code?: string;
  onResumed: () => void;
  children?: ComponentChildren;
}

/** Coming back from another machine, with the code noted on the first one. */
export function ResumeForm({ code: given = '', onResumed, children }: Props) {
  const code = useSignal(given);
  const error = useSignal('');
  const waiting = useSignal(false);

  const submit = async (): Promise<void> => {
    error.value = '';
    waiting.value = true;
    try {
      await resumeWith(code.value.trim());
      onResumed();
    } catch (reason) {
      error.value = wordsOf(codeOf(reason));
    } finally {
      waiting.value = false;
    }
  };

  return (
    <form
      class="entry"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field
        label="Code de reprise"
        {...CODE_INPUT}
        value={code.value}
        onValue={(value) => {
          code.value = value;
          error.value = '';
        }}
        error={error.value}
        maxLength={60}
        autofocus
        required
      >
        Celui que vous avez noté en commençant. Majuscules, espaces et tirets ne comptent pas.
      </Field>
      <div class="modal-actions">
        {children}
        <button class="button primary" disabled={waiting.value}>
          Reprendre
        </button>
      </div>
    </form>
  );
}
