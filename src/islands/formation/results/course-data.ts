/** What the page knows of the course since it was built. */
export interface CourseData {
  chapters: readonly ChapterLabs[];
  standards: readonly StandardCoverage[];
}

export interface ChapterLabs {
  number: number;
  title: string;
  labs: readonly { id: string; title: string }[];
}

/** The references of a standard that some lab answers to, with those labs. */
export interface StandardCoverage {
  id: string;
  title: string;
  references: readonly { reference: string; words: string; labs: readonly string[] }[];
}
