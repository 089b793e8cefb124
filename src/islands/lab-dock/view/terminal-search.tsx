import { useSignal } from '@preact/signals';
import { activeHandle } from '../state/terminals.ts';
import { Icon } from '../../shared/icon.tsx';

/** Looks for words in what the active terminal has shown. */
export function TerminalSearch({ onClose }: { onClose: () => void }) {
  const text = useSignal('');
  const found = useSignal<boolean | null>(null);
  const find = (way: 'next' | 'previous'): void => {
    if (text.value === '') return;
    found.value = activeHandle()?.search(text.value, way) ?? false;
  };
  const close = (): void => {
    activeHandle()?.clearSearch();
    onClose();
    activeHandle()?.focus();
  };
  return (
    <form
      class="terminal-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        find('next');
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
        if (event.key === 'Enter' && event.shiftKey) {
          event.preventDefault();
          find('previous');
        }
      }}
    >
      <input
        type="search"
        aria-label="Chercher dans le terminal"
        placeholder="Chercher"
        autofocus
        ref={(input) => input?.focus()}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          found.value = null;
        }}
      />
      <span role="status">{found.value === false ? 'Rien de tel' : ''}</span>
      <button type="button" class="terminal-tool" onClick={() => find('previous')}>
        Précédent
      </button>
      <button type="submit" class="terminal-tool">
        Suivant
      </button>
      <button type="button" class="terminal-tool" aria-label="Fermer la recherche" onClick={close}>
        <Icon name="close" />
      </button>
    </form>
  );
}
