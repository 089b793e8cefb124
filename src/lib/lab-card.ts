import type { LabMeta } from '../../labs/schema.ts';

/** What the dock fetches of a lab: `/exercices/<id>.json`, made at build time. */
export interface LabCard extends LabMeta {
  chapterTitle: string;
  /** The scenario, rendered. */
  scenarioHtml: string;
  /** The lab to go on with, in the order of the course. */
  next: { id: string; title: string; chapter: string } | null;
}
