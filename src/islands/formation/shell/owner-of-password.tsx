/** For password managers, which must know whose password is being chosen. Nobody sees it nor gets to it. */
export const OwnerOfPassword = ({ login }: { login: string }) => (
  <input class="sr-only" type="text" autocomplete="username" value={login} readOnly tabIndex={-1} aria-hidden="true" />
);
