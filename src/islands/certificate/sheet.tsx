import { useId } from 'preact/hooks';
import type { Certificate } from '../../../server/contract/certificates.ts';
import { CHAPTERS } from '../../../labs/schema.ts';
import { hullGeometry } from '../../components/brand/hull-geometry.ts';
import { day } from '../shared/dates.ts';

const SHORT = new Intl.DateTimeFormat('fr-FR', { day: '2-digit', month: '2-digit', year: 'numeric' });
const WIDTH = 640;
const HEIGHT = 56;
const hull = hullGeometry(WIDTH, HEIGHT, CHAPTERS.length);

/** Every compartment sealed. Decorative. */
const SealedHull = () => (
  <svg class="sealed-hull" viewBox={`-3 -3 ${WIDTH + 6} ${HEIGHT + 6}`} aria-hidden="true" focusable="false">
    <path class="inside" d={hull.outline} />
    {hull.compartments.slice(1).map(({ left }) => (
      <path key={left} class="bulkhead" d={`M${left} ${hull.deckAt(left)}V${HEIGHT}`} />
    ))}
    <path class="outline" d={hull.outline} />
  </svg>
);

interface Props {
  certificate: Certificate;
  revokedAt: number | null;
}

/** A certificate as it is read, and printed on one sheet. */
export function Sheet({ certificate: { document, key, signature }, revokedAt }: Props) {
  const title = useId();
  const { id, pseudonym, issuedAt, course, class: group, labs } = document;
  return (
    <article class="sheet" aria-labelledby={title}>
      <SealedHull />
      <p class="kicker">Étanche · la sécurité de Docker par la pratique</p>
      <h2 id={title}>Attestation de réussite</h2>
      {revokedAt !== null && <p class="withdrawn">Retirée le {day(revokedAt)} : elle ne vaut plus.</p>}
      <p class="name">{pseudonym}</p>
      <p class="statement">
        a réussi les {labs.length} exercices du cours. Chacun s’est fait en ligne de commande dans un bac à sable, et
        chaque objectif a été vérifié sur l’état réel du moteur Docker et du noyau.
      </p>
      <ol class="labs">
        {labs.map((lab) => (
          <li key={lab.id}>
            <span>{lab.title}</span>
            <time dateTime={new Date(lab.succeededAt).toISOString()}>{SHORT.format(lab.succeededAt)}</time>
          </li>
        ))}
      </ol>
      <dl>
        <Fact name="Numéro" value={id} code />
        <Fact name="Délivrée le" value={day(issuedAt)} />
        {group !== null && <Fact name="Classe" value={group} />}
        <Fact name="Version du cours" value={course} />
        <Fact name="Clé publique (Ed25519)" value={key} code wide />
        <Fact name="Signature" value={signature} code wide />
      </dl>
      <p class="where">
        Se vérifie, même hors ligne, avec le fichier de l’attestation, à l’adresse{' '}
        <span class="address">{`${location.origin}/attestation/`}</span>
      </p>
    </article>
  );
}

interface FactProps {
  name: string;
  value: string;
  code?: boolean;
  wide?: boolean;
}

const Fact = ({ name, value, code = false, wide = false }: FactProps) => (
  <div class={wide ? 'wide' : undefined}>
    <dt>{name}</dt>
    <dd>{code ? <code>{value}</code> : value}</dd>
  </div>
);
