import { randomUUID } from 'node:crypto';
import { CHAPTERS, type LabMeta } from '../../labs/schema.ts';

/** Statements of the Experience API 1.0.3 (ADL), with the verbs and kinds of activity of ADL's own vocabulary. Pure. */

const VERBS = {
  initialized: 'a commencé',
  passed: 'a réussi',
  failed: 'a échoué à',
  completed: 'a achevé',
  terminated: 'a quitté',
} as const;
type Verb = keyof typeof VERBS;

const COURSE_NAME = 'Étanche, la sécurité de Docker par la pratique';

export interface Activity {
  objectType: 'Activity';
  id: string;
  definition: { type: string; name: { 'fr-FR': string } };
}

export interface Result {
  success?: boolean;
  completion?: boolean;
  duration?: string;
  score?: { scaled: number; raw: number; min: number; max: number };
}

export interface Statement {
  id: string;
  /** An account without a name: the learner's number on this site, which says nothing elsewhere. */
  actor: { objectType: 'Agent'; account: { homePage: string; name: string } };
  verb: { id: string; display: { 'fr-FR': string } };
  object: Activity;
  result?: Result;
  context: {
    platform: string;
    language: string;
    /** The attempt: what belongs together. */
    registration?: string;
    contextActivities?: { parent?: Activity[]; grouping?: Activity[] };
  };
  timestamp: string;
}

/** A kind of activity, and what a statement says of it. */
interface Said {
  learner: string;
  verb: Verb;
  object: Activity;
  /** Milliseconds since the epoch. */
  at: number;
  result?: Result;
  attempt?: string;
  parent?: Activity;
}

/** Statements of one site. @param home its first address, without a slash at the end. */
export class Vocabulary {
  readonly #home: string;

  constructor(home: string) {
    this.#home = home;
  }

  course(): Activity {
    return activity(`${this.#home}/`, 'course', COURSE_NAME);
  }

  chapter(slug: string): Activity {
    const number = CHAPTERS.findIndex((chapter) => chapter === slug) + 1;
    return activity(`${this.#home}/${slug}/`, 'module', `Chapitre ${number} (${slug})`);
  }

  lab({ id, title }: Pick<LabMeta, 'id' | 'title'>): Activity {
    return activity(`${this.#home}/exercices/${id}/`, 'simulation', title);
  }

  check(lab: Pick<LabMeta, 'id'>, { id, title }: Pick<LabMeta['checks'][number], 'id' | 'title'>): Activity {
    return activity(`${this.#home}/exercices/${lab.id}/#${id}`, 'objective', title);
  }

  say({ learner, verb, object, at, result, attempt, parent }: Said): Statement {
    const course = this.course();
    return {
      id: randomUUID(),
      actor: { objectType: 'Agent', account: { homePage: this.#home, name: learner } },
      verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { 'fr-FR': VERBS[verb] } },
      object,
      ...(result ? { result } : {}),
      context: {
        platform: 'Étanche',
        language: 'fr-FR',
        ...(attempt === undefined ? {} : { registration: attempt }),
        ...(object.id === course.id
          ? {}
          : { contextActivities: { ...(parent ? { parent: [parent] } : {}), grouping: [course] } }),
      },
      timestamp: new Date(at).toISOString(),
    };
  }
}

const activity = (id: string, kind: string, name: string): Activity => ({
  objectType: 'Activity',
  id,
  definition: { type: `http://adlnet.gov/expapi/activities/${kind}`, name: { 'fr-FR': name } },
});

/** ISO 8601, to the hundredth of a second as the specification wants. @param milliseconds */
export const isoDuration = (milliseconds: number): string => `PT${Math.max(0, Math.round(milliseconds / 10)) / 100}S`;
