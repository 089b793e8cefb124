import type { ClassSettings, ClassView } from '../contract/classes.ts';
import { showCode } from '../contract/codes.ts';
import type { ClassRow } from '../store/schema.ts';

/** A class as its trainers see it. */
export const classView = (row: ClassRow, learners: number, trainers: ClassView['trainers']): ClassView => ({
  id: row.id,
  name: row.name,
  code: showCode(row.code),
  state: row.state,
  capacity: row.capacity,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  warm: row.warm,
  closedItems: closedItemsOf(row),
  recording: row.recording === 1,
  recordingDays: row.recording_days,
  createdAt: row.created_at,
  learners,
  pausedAt: row.paused_at,
  trainers,
});

export const closedItemsOf = (row: Pick<ClassRow, 'closed_items'>): string[] =>
  JSON.parse(row.closed_items) as string[];

/** What a trainer may change, as the database holds it. */
export const settingsRow = (settings: ClassSettings) => ({
  name: settings.name,
  state: settings.state,
  capacity: settings.capacity,
  starts_at: settings.startsAt,
  ends_at: settings.endsAt,
  warm: settings.warm,
  closed_items: JSON.stringify(settings.closedItems),
  recording: Number(settings.recording),
  recording_days: settings.recordingDays,
});
