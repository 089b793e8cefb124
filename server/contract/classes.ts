import { z } from 'zod';
import { instant } from './api.ts';

/** Schemas of a class as its trainers keep it. */

export const CLASS_STATES = ['open', 'closed'] as const;
/** What a trainer may close: a chapter's slug, or a lab's identifier. */
const item = z.string().regex(/^[a-z0-9-]{1,80}$/);

export const classSettingsSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    /** `closed`: nobody joins any more; those who are in go on. */
    state: z.enum(CLASS_STATES),
    /** People who may join. */
    capacity: z.number().int().min(1).max(500),
    /** Sandboxes are kept ready from a quarter of an hour before until the end. */
    startsAt: instant.nullable(),
    endsAt: instant.nullable(),
    /** Sandboxes to keep ready while the class is on. */
    warm: z.number().int().min(0).max(100),
    /** Chapters and labs that learners of the class may not open yet. */
    closedItems: z.array(item).max(100),
    /** Terminals are recorded, and learners are told. */
    recording: z.boolean(),
    /** Recordings older than this are deleted. */
    recordingDays: z.number().int().min(1).max(365),
  })
  .refine(({ startsAt, endsAt }) => startsAt === null || endsAt === null || startsAt < endsAt, { path: ['endsAt'] });
export type ClassSettings = z.infer<typeof classSettingsSchema>;

export const newClassSchema = z.strictObject({
  name: classSettingsSchema.shape.name,
  capacity: classSettingsSchema.shape.capacity,
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
});
export type NewClass = z.infer<typeof newClassSchema>;

export const classViewSchema = z.strictObject({
  ...classSettingsSchema.shape,
  id: z.string(),
  /** Eight letters and digits, in two groups: what learners type, or the end of the link they follow. */
  code: z.string(),
  createdAt: instant,
  learners: z.number().int(),
  /** Everybody's terminals are held. */
  pausedAt: instant.nullable(),
  trainers: z.array(z.strictObject({ id: z.string(), login: z.string() })),
});
export type ClassView = z.infer<typeof classViewSchema>;

export const classListSchema = z.array(classViewSchema);
export const pauseSchema = z.strictObject({ paused: z.boolean() });
export const classTrainerSchema = z.strictObject({ login: z.string().max(80) });

/** What somebody who holds a code may know before joining. */
export const joinViewSchema = z.strictObject({
  name: z.string(),
  state: z.enum(['open', 'closed', 'full']),
  recording: z.boolean(),
});
export type JoinView = z.infer<typeof joinViewSchema>;

/** Whether this machine can hold so many people at once. */
export const capacityViewSchema = z.strictObject({
  people: z.number().int(),
  /** Sandboxes at once, as configured. */
  maximum: z.number().int(),
  /** Sandboxes that the memory left now can hold, those alive included. */
  affordable: z.number().int(),
  /** Seconds until the last one has a prompt, when all open at the same moment, with as many kept ready. */
  secondsWithoutPool: z.number(),
  secondsWithPool: z.number(),
  processors: z.number().int(),
  verdict: z.enum(['yes', 'slow', 'no']),
});
export type CapacityView = z.infer<typeof capacityViewSchema>;
