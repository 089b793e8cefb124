import { useSignal } from '@preact/signals';

interface Props {
  text: string;
  /** What is copied, in the button: « Copier le lien ». */
  label: string;
}

/** Copies a text and says so. Without the right to the clipboard, the text stays beside it to be selected. */
export function CopyButton({ text, label }: Props) {
  const outcome = useSignal<'none' | 'copied' | 'refused'>('none');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      outcome.value = 'copied';
    } catch {
      outcome.value = 'refused';
    }
  };
  return (
    <span class="copy">
      <button type="button" class="button small" onClick={() => void copy()}>
        {label}
      </button>
      <span role="status">
        {outcome.value === 'copied' && 'Copié.'}
        {outcome.value === 'refused' && 'Le navigateur refuse : sélectionnez le texte et copiez-le.'}
      </span>
    </span>
  );
}
