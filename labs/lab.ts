import { z } from 'zod';
import type { Check } from './check.ts';
import { checkMetaSchema, labMetaSchema, type LabMeta } from './schema.ts';

/** A command run inside one of the learner's containers at each evaluation (`docker exec`); keep it under 100 ms. */
const probeSchema = z.strictObject({
  container: z.string().min(2),
  command: z.array(z.string()).min(1),
});

const readsSchema = z.strictObject({
  /** Absolute paths in the sandbox, read up to 64 KiB. */
  files: z.array(z.string().startsWith('/', 'un chemin absolu dans le bac')).default([]),
  /** Names of containers whose last 64 KiB of logs are read. */
  logs: z.array(z.string().min(2)).default([]),
  probes: z.record(z.string(), probeSchema).default({}),
});

const checkSchema = checkMetaSchema.extend({
  evaluate: z.custom<Check['evaluate']>(
    (value) => typeof value === 'function',
    'une fonction (observation) => verdict',
  ),
});

/** What `lab.ts` exports: the author's whole declaration. Scripts live beside it as files. */
export const labSchema = labMetaSchema.omit({ hintCount: true, checks: true }).extend({
  checks: z.array(checkSchema).min(1).max(6),
  /** From a nudge to nearly the command, never the command itself except in the last. */
  hints: z.array(z.string().min(10)).min(2).max(6),
  /** What evaluation reads beyond containers, processes and answers. */
  reads: readsSchema.default({ files: [], logs: [], probes: {} }),
});

export type LabInput = z.input<typeof labSchema>;
export type Lab = z.infer<typeof labSchema>;

/** Gives an author's `lab.ts` its types; validation happens in `readCatalog`, which knows the file's name. */
export const defineLab = (lab: LabInput): LabInput => lab;

/** The public face of a lab. */
export const labMeta = (lab: Lab): LabMeta => ({
  id: lab.id,
  title: lab.title,
  chapter: lab.chapter,
  order: lab.order,
  kind: lab.kind,
  difficulty: lab.difficulty,
  minutes: lab.minutes,
  summary: lab.summary,
  scenario: lab.scenario,
  hintCount: lab.hints.length,
  checks: lab.checks.map(({ id, title, section, references, answer }) => ({ id, title, section, references, answer })),
});
