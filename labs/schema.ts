import { z } from 'zod';

/** Kinds of exercise, in the order in which they grow harder. */
export const LAB_KINDS = ['comprendre', 'proteger', 'reparer', 'attaquer-defendre'] as const;

/** Chapters that labs may belong to: the slugs of `content/`. */
export const CHAPTERS = [
  'introduction',
  'namespaces',
  'cgroups',
  'root',
  'noyau',
  'images',
  'reseau',
  'correctifs',
  'attaques',
  'pratiques',
] as const;

const slug = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'minuscules, chiffres et traits d’union, par exemple « plafond-de-memoire »');

/** External references that one check answers to. */
export const referencesSchema = z.strictObject({
  /** ANSSI-FT-082 recommendations, `R1` to `R16`. */
  anssi: z.array(z.string().regex(/^R([1-9]|1[0-6])$/, '« R1 » à « R16 »')).optional(),
  /** CIS Docker Benchmark 1.6.0 check numbers. */
  cis: z.array(z.string().regex(/^\d+(\.\d+)+$/, 'un numéro tel que « 5.11 »')).optional(),
  /** MITRE ATT&CK for Containers techniques. */
  attack: z.array(z.string().regex(/^T\d{4}(\.\d{3})?$/, 'une technique telle que « T1611 »')).optional(),
});
export type References = z.infer<typeof referencesSchema>;

/** A value that the learner types in the dock, and that checks read in `observation.answers`. */
export const answerFieldSchema = z.strictObject({
  key: slug,
  label: z.string().min(3),
  placeholder: z.string().optional(),
  /** How the answer is read aloud and typed; `number` brings the numeric keyboard on a phone. */
  input: z.enum(['text', 'number']).default('text'),
});
export type AnswerField = z.infer<typeof answerFieldSchema>;

/** What the page shows of one check before anything is evaluated. */
export const checkMetaSchema = z.strictObject({
  id: slug,
  /** One statement about the sandbox, true when the learner has succeeded. */
  title: z.string().min(8),
  /** Anchor of the section in the chapter that explains it, without `#`. */
  section: slug,
  references: referencesSchema.default({}),
  answer: answerFieldSchema.optional(),
});
export type CheckMeta = z.infer<typeof checkMetaSchema>;

/** Everything about a lab that may be shown to anyone: no solution, no check code, no hint. */
export const labMetaSchema = z.strictObject({
  id: slug,
  title: z.string().min(5),
  chapter: z.enum(CHAPTERS),
  /** Position within the chapter, from 1. */
  order: z.number().int().min(1).max(20),
  kind: z.enum(LAB_KINDS),
  difficulty: z.number().int().min(1).max(4),
  minutes: z.number().int().min(5).max(60),
  /** One sentence for lists and link previews. */
  summary: z.string().min(20).max(240),
  /** The situation, in Markdown: whose work, what happened, what is asked. */
  scenario: z.string().min(40),
  checks: z.array(checkMetaSchema).min(1).max(6),
  hintCount: z.number().int().min(1).max(6),
});
export type LabMeta = z.infer<typeof labMetaSchema>;
