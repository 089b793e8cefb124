/** How codes are typed: no correction, no suggestion, capital letters on a phone’s keyboard. */
export const CODE_INPUT = {
  autocomplete: 'off',
  autocapitalize: 'characters',
  spellcheck: false,
  class: 'code',
} as const;
