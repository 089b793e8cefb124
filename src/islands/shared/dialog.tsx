import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface Props {
  open: boolean;
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** A real modal dialog: focus goes in, stays in, and returns to where it was; Escape closes. */
export function Dialog({ open, title, onClose, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog class="modal" ref={element} aria-labelledby={id} onClose={onClose}>
      {open && (
        <>
          <h2 id={id}>{title}</h2>
          {children}
        </>
      )}
    </dialog>
  );
}

interface ConfirmProps extends Omit<Props, 'children'> {
  children: ComponentChildren;
  /** What the button does, in a verb. */
  action: string;
  onConfirm: () => void;
}

/** A question whose answer loses something: says what, and does nothing by default. */
export function Confirm({ action, onConfirm, children, ...dialog }: ConfirmProps) {
  return (
    <Dialog {...dialog}>
      {children}
      <div class="modal-actions">
        <button type="button" class="button" onClick={dialog.onClose} autofocus>
          Annuler
        </button>
        <button
          type="button"
          class="button primary"
          onClick={() => {
            dialog.onClose();
            onConfirm();
          }}
        >
          {action}
        </button>
      </div>
    </Dialog>
  );
}
