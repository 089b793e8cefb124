import { CopyButton } from '../shell/copy-button.tsx';
import { moment } from '../../shared/dates.ts';

interface Props {
  /** Path and fragment. */
  path: string;
  expiresAt: number;
  /** Of the button that copies it. */
  label: string;
}

/** A link that is told once: the server keeps its digest only. */
export function MadeLink({ path, expiresAt, label }: Props) {
  const link = location.origin + path;
  return (
    <div class="made">
      <p>
        <strong>Transmettez ce lien vous-même : il n’est montré qu’une fois,</strong> ne sert qu’une fois, et vaut
        jusqu’au {moment(expiresAt)}.
      </p>
      <p class="join-link">
        <span translate={false}>{link}</span>
      </p>
      <CopyButton text={link} label={label} />
    </div>
  );
}
