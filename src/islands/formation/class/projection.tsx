import { useEffect, useRef } from 'preact/hooks';
import type { ClassView } from '../../../../server/contract/classes.ts';
import { QrCode } from '../shell/qr-code.tsx';

interface Props {
  theClass: ClassView;
  link: string;
  open: boolean;
  onClose: () => void;
}

/** Fills the screen with what people need to come in, to be read from the back of a room. Escape closes it. */
export function Projection({ theClass, link, open, onClose }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog class="projection" ref={element} aria-labelledby="projection-name" onClose={onClose}>
      {open && (
        <>
          <h2 id="projection-name">{theClass.name}</h2>
          <div class="projection-parts">
            <QrCode text={link} label="Code QR du lien pour rejoindre la classe" />
            <div>
              <p>Ouvrez</p>
              <p class="address" translate={false}>
                {location.host}/rejoindre
              </p>
              <p>et tapez</p>
              <p class="code" translate={false}>
                {theClass.code}
              </p>
            </div>
          </div>
          <button type="button" class="button" onClick={onClose} autofocus>
            Fermer
          </button>
        </>
      )}
    </dialog>
  );
}
