import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { certificateAuthority } from '../../lib/certificate-authority.ts';
import { carried, check, type Verdict } from '../../lib/certificate-check.ts';
import { ed25519 } from '../../lib/ed25519.ts';
import { day, moment } from '../shared/dates.ts';
import { Sheet } from './sheet.tsx';

/** At once, whatever becomes of the network. */
const signatures = ed25519();

/** Says of a certificate, pasted, dropped, chosen or carried by the address, whether it is one of this site. */
export function Verification() {
  const text = useSignal('');
  const verdict = useSignal<Verdict | null>(null);
  const answer = useRef<HTMLDivElement>(null);

  const verify = async (given: string): Promise<void> => {
    text.value = given;
    verdict.value = null;
    if (given.trim() === '') return;
    verdict.value = await check(given, await certificateAuthority(), await signatures);
    answer.current?.scrollIntoView({ block: 'nearest' });
  };
  const verifyFile = async (file: File | undefined): Promise<void> => {
    if (file) await verify(await file.text());
  };

  useEffect(() => {
    // So that this browser knows the site's key from now on, whatever becomes of the network.
    void certificateAuthority();
    const fromAddress = (): void => {
      const given = carried(location.hash);
      if (given !== null) void verify(given === '' ? '?' : given);
    };
    fromAddress();
    addEventListener('hashchange', fromAddress);
    return () => removeEventListener('hashchange', fromAddress);
  }, []);

  return (
    <>
      <form
        class="verification"
        onSubmit={(event) => {
          event.preventDefault();
          void verify(text.value);
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void verifyFile(event.dataTransfer?.files[0]);
        }}
      >
        <div class="field">
          <label for="certificate-file">Le fichier de l’attestation</label>
          <input
            id="certificate-file"
            type="file"
            accept="application/json,.json"
            onChange={(event) => void verifyFile(event.currentTarget.files?.[0])}
          />
          <p class="help">Choisissez-le, ou déposez-le sur ce cadre. Il ne quitte pas votre navigateur.</p>
        </div>
        <div class="field">
          <label for="certificate-text">Ou son contenu, collé ici</label>
          <textarea
            id="certificate-text"
            rows={4}
            spellcheck={false}
            value={text.value}
            onInput={(event) => (text.value = event.currentTarget.value)}
          />
        </div>
        <button type="submit" class="button primary">
          Vérifier
        </button>
      </form>
      <div role="status" ref={answer}>
        {verdict.value && <Words verdict={verdict.value} />}
      </div>
      {verdict.value && 'certificate' in verdict.value && verdict.value.kind !== 'foreign' && (
        <details class="content">
          <summary>Ce que dit cette attestation</summary>
          <Sheet
            certificate={verdict.value.certificate}
            revokedAt={verdict.value.kind === 'revoked' ? verdict.value.at : null}
          />
        </details>
      )}
    </>
  );
}

function Words({ verdict }: { verdict: Verdict }) {
  const { title, advice, sound } = words(verdict);
  return (
    <p class={`verdict ${sound}`}>
      <strong>{title}</strong> {advice}
    </p>
  );
}

interface Said {
  title: string;
  advice: string;
  /** `tight`: trust it · `leak`: do not · `unsure`: something is missing to say. */
  sound: 'tight' | 'leak' | 'unsure';
}

function words(verdict: Verdict): Said {
  switch (verdict.kind) {
    case 'valid':
      return {
        sound: 'tight',
        title: 'Authentique et valable.',
        advice: `Ce site l’a signée pour « ${verdict.certificate.document.pseudonym} », et ne l’a pas retirée.`,
      };
    case 'revoked':
      return {
        sound: 'leak',
        title: `Authentique, mais retirée le ${day(verdict.at)}.`,
        advice: 'Ce site l’a signée, puis reprise : elle ne vaut plus.',
      };
    case 'revocation-unknown':
      return {
        sound: 'unsure',
        title: 'Authentique ; retrait non vérifiable hors ligne.',
        advice: `Ce site l’a signée pour « ${verdict.certificate.document.pseudonym} ». Le serveur ne répond pas : elle n’était pas retirée le ${moment(verdict.toldAt)}, rien ne dit si elle l’a été depuis.`,
      };
    case 'foreign':
      return {
        sound: 'leak',
        title: 'Signée par une autre clé que celle de ce site.',
        advice: 'Elle vient d’un autre site, ou quelqu’un l’a fabriquée. Vérifiez-la sur le site qui l’a remise.',
      };
    case 'modified':
      return {
        sound: 'leak',
        title: 'Contenu modifié.',
        advice:
          'La signature ne correspond pas à ce qui est écrit : quelque chose a changé depuis qu’elle a été posée.',
      };
    case 'unreadable':
      return {
        sound: 'leak',
        title: 'Illisible.',
        advice: 'Ce n’est pas une attestation d’Étanche, ou il en manque un morceau. Reprenez le fichier téléchargé.',
      };
    case 'key-unknown':
      return {
        sound: 'unsure',
        title: 'Impossible de dire qui l’a signée.',
        advice:
          'Le contenu est intact, mais ce navigateur ne connaît pas encore la clé de ce site. Réessayez quand le serveur répondra.',
      };
  }
}
