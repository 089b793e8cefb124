import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { resumeWith } from '../../lib/session.ts';
import { useAction } from '../shared/action.ts';
import { wordsOf } from '../shared/failure.tsx';
import { Field } from '../shared/field.tsx';
import { CODE_INPUT } from './code-input.ts';

interface Props {
  /** From the link. */
  code?: string;
  onResumed: () => void;
  children?: ComponentChildren;
}

/** Coming back from another machine, with the code noted on the first one. */
export function ResumeForm({ code: given = '', onResumed, children }: Props) {
  const code = useSignal(given);
  const { busy, failure, run } = useAction();
  const submit = (): Promise<boolean> =>
    run(async () => {
      await resumeWith(code.value.trim());
      onResumed();
    });

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
          failure.value = null;
        }}
        error={failure.value ? wordsOf(failure.value.code) : ''}
        maxLength={60}
        autofocus
        required
        help="Celui que vous avez noté en commençant. Majuscules, espaces et tirets ne comptent pas."
      />
      <div class="modal-actions">
        {children}
        <button class="button primary" disabled={busy.value}>
          Reprendre
        </button>
      </div>
    </form>
  );
}
