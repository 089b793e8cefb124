import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { copyText } from '../../lib/copy.ts';

/** The code that brings somebody back, and the same as a link: shown once, to be noted, copied or printed. */
export function ResumeCode({ code, pseudonym }: { code: string; pseudonym: string }) {
  const codeText = useRef<HTMLElement>(null);
  const linkText = useRef<HTMLElement>(null);
  const said = useSignal('');
  const copy = async (text: HTMLElement | null, what: string): Promise<void> => {
    const copied = text !== null && (await copyText(text));
    said.value = copied ? `${what} copié.` : `${what} sélectionné : copiez-le avec Ctrl+C.`;
  };
  return (
    <div class="resume-code">
      <p>
        Sur une autre machine, ou dans un autre navigateur, ce code vous rend votre place et votre progression. Il n’est
        montré que cette fois : le serveur n’en garde qu’une empreinte.
      </p>
      <p class="code-large">
        <code ref={codeText} translate={false}>
          {code}
        </code>
      </p>
      <dl>
        <dt>Pseudonyme</dt>
        <dd>{pseudonym}</dd>
        <dt>Lien de reprise</dt>
        <dd>
          <code ref={linkText} translate={false}>
            {`${location.origin}/reprendre/#${code}`}
          </code>
        </dd>
      </dl>
      <p>Gardez-le pour vous : qui le possède entre sous votre nom.</p>
      <p class="code-actions">
        <button type="button" class="button small" onClick={() => void copy(codeText.current, 'Code')}>
          Copier le code
        </button>
        <button type="button" class="button small" onClick={() => void copy(linkText.current, 'Lien')}>
          Copier le lien
        </button>
        <button type="button" class="button small" onClick={() => window.print()}>
          Imprimer
        </button>
        <span role="status">{said.value}</span>
      </p>
    </div>
  );
}
