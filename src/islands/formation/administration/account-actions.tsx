import type { TrainerView } from '../../../../server/contract/trainers.ts';

interface Props {
  account: TrainerView;
  /** It is the account that is looking: it changes its password at its own page. */
  own: boolean;
  busy: boolean;
  onPassword: () => void;
  onClose: () => void;
  onReopen: () => void;
}

/** What may be done to an account, in its row. */
export function AccountActions({ account, own, busy, onPassword, onClose, onReopen }: Props) {
  const action = (label: string, spoken: string, act: () => void) => (
    <button type="button" class="button small" disabled={busy} aria-label={spoken} onClick={act}>
      {label}
    </button>
  );
  if (account.disabled) {
    return <div class="actions">{action('Rouvrir', `Rouvrir le compte ${account.login}`, onReopen)}</div>;
  }
  return (
    <div class="actions">
      {!own &&
        account.password &&
        action('Nouveau mot de passe…', `Nouveau mot de passe pour ${account.login}…`, onPassword)}
      {action('Fermer…', `Fermer le compte ${account.login}…`, onClose)}
    </div>
  );
}
