import type { References } from '../../labs/schema.ts';

/** « ANSSI R10 », « CIS Docker 5.11 », « ATT&CK T1499 ». */
export const referenceWords = ({ anssi = [], cis = [], attack = [] }: References): string[] => [
  ...anssi.map((number) => `ANSSI\u00a0${number}`),
  ...cis.map((number) => `CIS Docker\u00a0${number}`),
  ...attack.map((technique) => `ATT&CK\u00a0${technique}`),
];
