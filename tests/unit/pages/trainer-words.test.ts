import { describe, expect, it } from 'vitest';
import type { CapacityView } from '../../../server/contract/classes.ts';
import { actionWords, actorWords, subjectWords } from '../../../src/islands/formation/administration/audit-words.ts';
import { openLabs, withItem } from '../../../src/islands/formation/class/open-items.ts';
import { fromLocalInput, hour, toLocalInput } from '../../../src/islands/shared/dates.ts';
import { capacityWords, dates, people, seconds } from '../../../src/islands/formation/shell/words.ts';

const at = (text: string): number => new Date(text).getTime();

describe('what the machine can hold, in words', () => {
  const view: CapacityView = {
    people: 30,
    maximum: 40,
    affordable: 35,
    secondsWithoutPool: 75.4,
    secondsWithPool: 0.4,
    processors: 2,
    verdict: 'yes',
  };

  it('says yes with what people will wait, with and without sandboxes kept ready', () => {
    const { answer, reasons } = capacityWords(view);
    expect(answer).toBe('Oui\u00a0: cette machine tient 30\u00a0personnes à la fois.');
    expect(reasons.join(' ')).toContain(
      'en 1\u00a0s avec autant de bacs gardés prêts, en 1\u00a0min\u00a015\u00a0s sans',
    );
  });

  it('says when it will be slow', () => {
    expect(capacityWords({ ...view, verdict: 'slow' }).answer).toContain('mais lentement');
  });

  it.each([
    [{ maximum: 20 }, ['réglé pour 20 bacs'], ['La mémoire']],
    [{ affordable: 12 }, ['La mémoire libre de la machine en tient 12'], ['réglé pour']],
    [{ maximum: 20, affordable: 12 }, ['réglé pour 20 bacs', 'en tient 12'], []],
  ])('says no, and which limit says so: %o', (limits, told, untold) => {
    const { answer, reasons } = capacityWords({ ...view, ...limits, verdict: 'no' });
    expect(answer).toMatch(/^Non/);
    for (const words of told) expect(reasons.join(' ')).toContain(words);
    for (const words of untold) expect(reasons.join(' ')).not.toContain(words);
  });
});

describe('dates, figures and durations', () => {
  it('are written as in French', () => {
    expect(hour(at('2030-03-04T09:05'))).toBe('9\u00a0h\u00a005');
    expect(people(1)).toBe('1\u00a0personne');
    expect(people(0)).toBe('0\u00a0personne');
    expect(people(2)).toBe('2\u00a0personnes');
    expect(seconds(59.4)).toBe('59\u00a0s');
    expect(seconds(125)).toBe('2\u00a0min\u00a005\u00a0s');
  });

  it.each([
    [null, null, 'Sans date'],
    ['2030-03-04T09:00', null, 'À partir du 4 mars 2030 à 9\u00a0h\u00a000'],
    [null, '2030-03-04T17:30', 'Jusqu’au 4 mars 2030 à 17\u00a0h\u00a030'],
    ['2030-03-04T09:00', '2030-03-04T17:30', 'Le 4 mars 2030, de 9\u00a0h\u00a000 à 17\u00a0h\u00a030'],
    ['2030-03-04T09:00', '2030-03-05T17:30', 'Du 4 mars 2030 à 9\u00a0h\u00a000 au 5 mars 2030 à 17\u00a0h\u00a030'],
  ])('of a class that goes from %s to %s', (from, to, words) => {
    expect(dates({ startsAt: from && at(from), endsAt: to && at(to) } as Parameters<typeof dates>[0])).toBe(words);
  });

  it('survive a field of a form, in whatever season', () => {
    for (const text of ['2030-01-15T08:30', '2030-07-15T23:59']) {
      expect(fromLocalInput(text)).toBe(at(text));
      expect(toLocalInput(at(text))).toBe(text);
    }
    expect(toLocalInput(null)).toBe('');
    expect(fromLocalInput('')).toBeNull();
  });
});

describe('chapters and labs, open or closed', () => {
  const chapter = {
    slug: 'reseau',
    number: 7,
    title: 'Le réseau',
    labs: [
      { id: 'a', title: 'A' },
      { id: 'b', title: 'B' },
    ],
  };

  it('close and open again one by one', () => {
    expect(withItem(['b'], 'a', false)).toEqual(['a', 'b']);
    expect(withItem(['a', 'b'], 'a', false)).toEqual(['a', 'b']);
    expect(withItem(['a', 'b'], 'b', true)).toEqual(['a']);
  });

  it('count what may be opened: nothing in a closed chapter', () => {
    expect(openLabs([], chapter)).toBe(2);
    expect(openLabs(['a'], chapter)).toBe(1);
    expect(openLabs(['reseau'], chapter)).toBe(0);
  });
});

describe('the journal, in words', () => {
  it('says who, what, on what, and shows as written what it does not know', () => {
    expect(actorWords('trainer:formatrice-1', {})).toBe('formatrice-1');
    expect(actorWords('server', {})).toBe('le serveur');
    expect(actorWords('unknown', {})).toBe('quelqu’un d’inconnu');
    expect(actionWords('class.create')).toBe('crée une classe');
    expect(actionWords('something.new')).toBe('something.new');
    expect(subjectWords('trainer.invite', 'administrator', {})).toBe('pour administrer');
    expect(subjectWords('trainer.disable', 'administrator', {})).toBe('administrator');
    expect(subjectWords('certificate.issue', '7Q3F-0ZKD-M4XA', {})).toBe('7Q3F-0ZKD-M4XA');
  });

  it('says what identifiers name, with its kind, and shortens those that name nothing any more', () => {
    const [id, gone] = ['5a84c449-1c2d-4e3f-8a9b-0123456789ab', '0d1e2f30-1c2d-4e3f-8a9b-0123456789ab'];
    const learner = { [id]: { kind: 'learner', name: 'administratrice-1' } } as const;
    expect(actorWords(id, learner)).toBe('personne «\u00a0administratrice-1\u00a0»');
    expect(actorWords(gone, learner)).toBe('personne 0d1e2f30…');
    expect(subjectWords('learner.watch', id, learner)).toBe('personne «\u00a0administratrice-1\u00a0»');
    expect(subjectWords('class.change', id, { [id]: { kind: 'class', name: 'Session de mars' } })).toBe(
      'classe «\u00a0Session de mars\u00a0»',
    );
    expect(subjectWords('class.delete', gone, {})).toBe('0d1e2f30…');
    expect(subjectWords('trainer.disable', 'constructor', {})).toBe('constructor');
  });
});
