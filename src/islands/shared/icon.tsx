import { ICONS, type IconName } from '../../lib/icons.ts';

/** Decorative: the button’s name says the same thing. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={ICONS[name]} />
  </svg>
);
