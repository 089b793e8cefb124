import { describe, expect, it } from 'vitest';
import type { ProgressView } from '../../../server/contract/api.ts';
import { nextStep, someClosed } from '../../../src/lib/next-step.ts';

const steps = [
  { slug: 'introduction', title: 'Introduction', labs: [{ id: 'un', title: 'Un' }] },
  { slug: 'namespaces', title: 'Les espaces de noms', labs: [{ id: 'deux', title: 'Deux' }] },
];
const view = (change: Partial<ProgressView>): ProgressView => ({ labs: {}, chapters: {}, quizzes: {}, ...change });
const lab = (succeededAt: number | null) => ({ bestPassed: 1, total: 3, succeededAt, attempts: 1 });

describe('what a returning learner does next', () => {
  it('goes back to the lab left unfinished first', () => {
    const next = nextStep(
      steps,
      view({ labs: { deux: lab(null) }, chapters: { introduction: { section: 'a', finished: false, at: 9 } } }),
    );
    expect(next).toMatchObject({ href: '/exercices/deux/', label: 'Deux' });
  });

  it('else to the chapter read last, where reading stopped', () => {
    const chapters = {
      introduction: { section: 'debut', finished: false, at: 1 },
      namespaces: { section: 'comparer-par-l-inode', finished: false, at: 2 },
    };
    expect(nextStep(steps, view({ chapters }))).toMatchObject({ href: '/namespaces/#comparer-par-l-inode' });
  });

  it('else to the first lab not yet done, past the chapters that are finished', () => {
    const chapters = { introduction: { section: 'fin', finished: true, at: 1 } };
    expect(nextStep(steps, view({ labs: { un: lab(5) }, chapters }))).toMatchObject({ href: '/exercices/deux/' });
  });

  it('says nothing once everything is done', () => {
    expect(nextStep(steps, view({ labs: { un: lab(5), deux: lab(6) } }))).toBeNull();
  });
});

describe('what a learner of a class does next', () => {
  const pace = (closed: string[], pushed: string | null = null) => ({
    isClosed: (...items: string[]) => items.some((item) => closed.includes(item)),
    pushed,
  });

  it('goes first where the trainer points, section included', () => {
    const next = nextStep(steps, view({ labs: { un: lab(null) } }), pace([], '/namespaces/#comparer-par-l-inode'));
    expect(next).toMatchObject({ href: '/namespaces/#comparer-par-l-inode', label: 'Les espaces de noms' });
  });

  it('ignores a page that is no chapter', () => {
    expect(nextStep(steps, view({}), pace([], '/glossaire/'))).toMatchObject({ href: '/exercices/un/' });
  });

  it('is never sent to what is closed, even unfinished', () => {
    expect(nextStep(steps, view({ labs: { un: lab(null) } }), pace(['un']))).toMatchObject({
      href: '/exercices/deux/',
    });
    const chapters = { introduction: { section: 'a', finished: false, at: 1 } };
    expect(nextStep(steps, view({ chapters }), pace(['introduction']))).toMatchObject({ href: '/exercices/deux/' });
  });

  it('waits, rather than has finished, while something is closed', () => {
    const rest = pace(['namespaces']);
    expect(nextStep(steps, view({ labs: { un: lab(5) } }), rest)).toBeNull();
    expect(someClosed(steps, rest)).toBe(true);
    expect(someClosed(steps, pace([]))).toBe(false);
  });
});
