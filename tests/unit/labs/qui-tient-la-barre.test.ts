import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../labs/check.ts';
import lab from '../../../labs/qui-tient-la-barre/lab.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, aProcess, mainProcessOf, observation, type ObservationParts } from '../../support/observation.ts';

const boutique = aContainer({ name: 'boutique', image: 'labo/web:1' });
const account = (uid: number, groups: number[]) => ({
  uids: [uid, uid, uid, uid],
  gids: [uid, uid, uid, uid],
  groups,
});
const robot = aProcess({
  sandboxPid: 60,
  name: 'livrer',
  commandLine: '/bin/sh /usr/local/bin/livrer',
  ...account(1001, [101, 1001]),
});
const session = aProcess({
  sandboxPid: 70,
  name: 'compter',
  commandLine: '/bin/sh /home/stagiaire/compter',
  ...account(1002, [101, 1002]),
});

const GROUPS = 'root:x:0:\nusers:x:100:\ndocker:x:101:livraison,stagiaire\ndocker-lecture:x:1000:atelier\n';
const ACCOUNTS = [
  'root:x:0:0:root:/root:/bin/bash',
  'livraison:x:1001:1001::/home/livraison:/bin/sh',
  'stagiaire:x:1002:1002::/home/stagiaire:/bin/sh',
  'inventaire:x:1003:101::/home/inventaire:/bin/sh',
  'atelier:x:1004:1004::/home/atelier:/bin/sh',
].join('\n');
const REPAIRED_GROUPS = GROUPS.replace('livraison,stagiaire', 'livraison');
const REPAIRED_ACCOUNTS = ACCOUNTS.replace('1003:101', '1003:100');

/** The sandbox as `setup.sh` leaves it, but for these files and parts. */
const untouched = (files: { groups?: string; accounts?: string } = {}, parts: ObservationParts = {}) =>
  observation({
    containers: [boutique],
    baseline: [boutique],
    processes: [mainProcessOf(boutique), robot, session],
    files: { '/etc/group': files.groups ?? GROUPS, '/etc/passwd': files.accounts ?? ACCOUNTS },
    ...parts,
  });
const repaired = (files: { groups?: string; accounts?: string } = {}, parts: ObservationParts = {}) =>
  untouched(
    { groups: REPAIRED_GROUPS, accounts: REPAIRED_ACCOUNTS, ...files },
    {
      processes: [mainProcessOf(boutique), robot],
      answers: { comptes: 'livraison, stagiaire et inventaire' },
      ...parts,
    },
  );

const refusal = (says: string) => ({ status: 'failed', observed: expect.stringContaining(says) as string });
const all = (o: ReturnType<typeof untouched>): Verdict[] => lab.checks.map((check) => check.evaluate(o));

describe('qui-tient-la-barre', () => {
  it('waits on an untouched sandbox', () => {
    for (const verdict of all(untouched())) expect(verdict.status).toBe('waiting');
  });

  it('passes once repaired', () => {
    for (const verdict of all(repaired())) expect(verdict).toMatchObject({ status: 'passed' });
  });

  it.each([{ files: {} }, { kernel: { available: false } }])('waits without accounts or kernel', (parts) => {
    const o = repaired({}, parts);
    for (const id of ['acces-retires', 'sessions-closes', 'livraison-au-travail'])
      expect(judge(lab, id, o).status).toBe('waiting');
  });

  describe('comptes-nommes', () => {
    const answer = (comptes: string) => judge(lab, 'comptes-nommes', untouched({}, { answers: { comptes } }));

    it.each(['inventaire livraison stagiaire', 'root, Livraison, STAGIAIRE, inventaire'])('accepts %s', (text) =>
      expect(answer(text).status).toBe('passed'),
    );
    it.each([
      ['livraison, stagiaire', 'Il manque un compte'],
      ['stagiaire', 'Il manque 2 comptes'],
      ['inventaire, stagiaire', 'Il manque un compte'],
      ['livraison, stagiaire, inventaire, atelier', '«\u00a0docker-lecture\u00a0»'],
      ['docker', 'le nom du groupe'],
      ['livraison, stagiaire, inventaire, caisse', '«\u00a0caisse\u00a0»'],
    ])('refuses %s', (text, says) => expect(answer(text)).toMatchObject(refusal(says)));
    it('never names an account that is missing', () => {
      const { expected, observed } = answer('caisse') as { expected: string; observed: string };
      expect(expected + observed).not.toMatch(/inventaire|stagiaire/);
    });
  });

  describe('acces-retires', () => {
    const verdict = (files: { groups?: string; accounts?: string }) => judge(lab, 'acces-retires', repaired(files));

    it('refuses a member left, and knows that a shell is no door', () => {
      expect(verdict({ groups: GROUPS })).toMatchObject(refusal('«\u00a0stagiaire\u00a0» est encore membre'));
      const nologin = REPAIRED_ACCOUNTS.replace('/home/stagiaire:/bin/sh', '/home/stagiaire:/usr/sbin/nologin');
      expect(verdict({ groups: GROUPS, accounts: nologin })).toMatchObject({
        mechanism: expect.stringContaining('tunnel SSH'),
      });
    });
    it('refuses a main group left', () =>
      expect(verdict({ accounts: ACCOUNTS })).toMatchObject(refusal('groupe principal')));
    it('sees another group of the same number', () =>
      expect(verdict({ groups: `${REPAIRED_GROUPS}manoeuvre:x:101:atelier\n` })).toMatchObject(
        refusal('«\u00a0atelier\u00a0»'),
      ));
    it('refuses that the group be gone', () =>
      expect(verdict({ groups: 'root:x:0:\n' })).toMatchObject(refusal('Plus aucun groupe')));
  });

  describe('sessions-closes', () => {
    const verdict = (processes: ObservationParts['processes']) =>
      judge(lab, 'sessions-closes', repaired({}, { processes }));

    it('takes the kernel’s word against the files', () => {
      expect(verdict([robot, session])).toMatchObject({
        ...refusal('Le processus 70'),
        contradiction: expect.stringContaining('«\u00a0stagiaire\u00a0»'),
      });
    });
    it('sees the group of `newgrp`, which is not among the supplementary ones', () =>
      expect(verdict([robot, { ...session, gids: [101, 101, 101, 101], groups: [] }]).status).toBe('failed'));
    it('names a deleted account by its number', () =>
      expect(verdict([robot, aProcess({ ...session, ...account(1009, [101]) })])).toMatchObject(refusal('l’UID 1009')));
    it('lets root and containers be', () => {
      const inContainer = mainProcessOf(boutique, account(1002, [101]));
      expect(verdict([robot, inContainer, aProcess({ groups: [101] })]).status).toBe('passed');
    });
  });

  describe('livraison-au-travail', () => {
    const verdict = (parts: ObservationParts, files = {}) => judge(lab, 'livraison-au-travail', repaired(files, parts));

    it.each([
      ['a robot gone', { processes: [] }, {}, 'ne montre plus'],
      ['a robot in root', { processes: [{ ...robot, ...account(0, []) }] }, {}, 'sous l’UID 0'],
      [
        'a robot without its account',
        {},
        { groups: REPAIRED_GROUPS.replace(':livraison', ':') },
        'n’est plus du groupe',
      ],
      ['another number', {}, { groups: REPAIRED_GROUPS.replace(':101:', ':999:') }, 'n’a pas le groupe 999'],
      ['a shop restarted', { baseline: [{ ...boutique, id: 'a'.repeat(64) }] }, {}, 'recréé'],
    ])('refuses %s', (_what, parts, files, says) => expect(verdict(parts, files)).toMatchObject(refusal(says)));
  });
});
