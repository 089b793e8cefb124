import { Icon } from '../../shared/icon.tsx';

/** News have stopped; what is shown is what was last known. */
export const LinkLost = () => (
  <p class="link-lost" role="status">
    <Icon name="wait" />
    <span>
      <strong>La liaison avec le serveur est coupée.</strong> Ce que vous voyez date des dernières nouvelles reçues. La
      page se reconnecte d’elle-même.
    </span>
  </p>
);
