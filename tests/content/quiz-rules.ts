import { parse } from 'yaml';
import { z } from 'zod';

const choice = z.strictObject({
  text: z.string().min(1),
  correct: z.literal(true).optional(),
  explanation: z.string().min(40, 'une explication qui apprend quelque chose (40 caractères au moins)'),
});

const question = z.strictObject({
  question: z.string().endsWith('?', 'une question, donc un point d’interrogation'),
  choices: z
    .array(choice)
    .min(3, 'trois ou quatre choix')
    .max(4, 'trois ou quatre choix')
    .refine((all) => all.filter(({ correct }) => correct).length === 1, 'une bonne réponse, et une seule')
    .refine((all) => new Set(all.map(({ text }) => text)).size === all.length, 'des choix différents')
    .refine((all) => new Set(all.map(({ explanation }) => explanation)).size === all.length, 'une explication propre à chaque choix'),
});

const quiz = z.strictObject({
  questions: z
    .array(question)
    .length(5, 'exactement cinq questions')
    .refine(
      (all) => new Set(all.map(({ choices }) => choices.findIndex(({ correct }) => correct))).size > 1,
      'des bonnes réponses qui ne sont pas toutes à la même place',
    ),
});

/** What is wrong with a quiz, as « place : ce qu’il faut »; empty when nothing is. */
export function quizFaults(source: string): string[] {
  const result = quiz.safeParse(parse(source));
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')} : ${message}`);
}
