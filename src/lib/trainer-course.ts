import type { CheckMeta, LabMeta } from '../../labs/schema.ts';

/** What the pages of those who teach know of the course: enough to name everything, nothing to solve it. */
export interface CourseOutline {
  readonly slug: string;
  readonly number: number;
  readonly title: string;
  readonly sections: readonly { readonly id: string; readonly title: string }[];
  readonly labs: readonly LabOutline[];
}
export interface LabOutline extends Pick<LabMeta, 'id' | 'title' | 'hintCount'> {
  readonly checks: readonly Pick<CheckMeta, 'id' | 'title' | 'section'>[];
}
