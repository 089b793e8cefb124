import { z } from 'zod';
import { instant } from './api.ts';

/** Schemas of what a class has achieved, and of what stopped it. */

export const learnerResultSchema = z.strictObject({
  id: z.string(),
  pseudonym: z.string(),
  joinedAt: instant,
  labs: z.record(
    z.string(),
    z.strictObject({
      succeededAt: instant.nullable(),
      passed: z.number().int(),
      total: z.number().int(),
      attempts: z.number().int(),
      tries: z.number().int(),
      hints: z.number().int(),
      solution: z.boolean(),
      /** Milliseconds over all attempts. */
      spent: z.number().int(),
    }),
  ),
  chaptersFinished: z.array(z.string()),
  /** By chapter, right answers of the quiz. */
  quizzes: z.record(z.string(), z.number().int()),
  certificate: z.string().nullable(),
});
export type LearnerResult = z.infer<typeof learnerResultSchema>;

export const classResultsSchema = z.strictObject({
  class: z.strictObject({ id: z.string(), name: z.string() }),
  at: instant,
  learners: z.array(learnerResultSchema),
});
export type ClassResults = z.infer<typeof classResultsSchema>;

/** « Où ça coince » : one check of one lab, over a class. */
export const obstacleSchema = z.strictObject({
  lab: z.string(),
  check: z.string(),
  /** Learners who opened the lab; who saw this check fail at least once; who passed it. */
  opened: z.number().int(),
  failed: z.number().int(),
  passed: z.number().int(),
  /** Milliseconds from the opening to the first pass, median of those who passed. */
  medianToPass: z.number().int().nullable(),
  /** The observed state most often told, and how many learners were told it. */
  commonFeedback: z.strictObject({ observed: z.string(), learners: z.number().int() }).nullable(),
  /** Where recording is on: the two minutes before a failure of this check, latest first. */
  replays: z.array(
    z.strictObject({
      recording: z.string(),
      learner: z.string(),
      pseudonym: z.string(),
      /** Seconds from the start of the recording. */
      from: z.number(),
      to: z.number(),
    }),
  ),
});
export type Obstacle = z.infer<typeof obstacleSchema>;
export const obstaclesSchema = z.strictObject({ at: instant, obstacles: z.array(obstacleSchema) });
export type Obstacles = z.infer<typeof obstaclesSchema>;
