import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const TYPES: Readonly<Record<string, string>> = {
  string: 'un texte entre guillemets',
  number: 'un nombre',
  int: 'un nombre entier',
  array: 'une liste […]',
  object: 'un objet { … }',
  boolean: 'true ou false',
};

/** One French sentence per mistake: file, field, what was expected. */
export const describeIssues = (file: string, error: { issues: readonly Issue[] }): string[] =>
  error.issues.map((issue) => `${file} : ${describe(issue)}`);

function describe(issue: Issue): string {
  const field = `le champ « ${fieldName(issue.path)} »`;
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && /undefined/.test(issue.message)
        ? `${field} manque. Attendu : ${TYPES[issue.expected] ?? issue.expected}.`
        : `${field} n’a pas le bon type. Attendu : ${TYPES[issue.expected] ?? issue.expected}.`;
    case 'unrecognized_keys':
      return `${issue.path.length ? field : 'la déclaration'} contient ${issue.keys.map((key) => `« ${key} »`).join(', ')}, que rien ne lit. Vérifiez l’orthographe.`;
    case 'invalid_value':
      return `${field} n’a pas une valeur admise. Attendu : ${issue.values.map((value) => `« ${String(value)} »`).join(', ')}.`;
    case 'too_small':
      return `${field} est trop petit ou trop court. Attendu : au moins ${issue.minimum}${unit(issue.origin)}.`;
    case 'too_big':
      return `${field} est trop grand ou trop long. Attendu : au plus ${issue.maximum}${unit(issue.origin)}.`;
    default:
      return `${field} n’est pas valable. Attendu : ${issue.message}.`;
  }
}

const unit = (origin: string): string =>
  origin === 'string' ? ' caractères' : origin === 'array' || origin === 'set' ? ' éléments' : '';

const fieldName = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part + 1}]` : String(part)))
    .join('.')
    .replaceAll('.[', '[');
