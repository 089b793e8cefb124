import { describe, expect, it } from 'vitest';
import lab from '../../../labs/l-oublie-du-parc/lab.ts';
import type { CgroupFacts, ContainerFacts } from '../../../labs/observation.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, observation } from '../../support/observation.ts';

const MIB = 2 ** 20;
const cart = aContainer({
  name: 'panier',
  host: { memory: 128 * MIB, memorySwap: 128 * MIB, cpuQuota: 15_000, cpuPeriod: 50_000, pidsLimit: 50 },
});
const mail = aContainer({
  name: 'courriel',
  host: { memory: 48 * MIB, memorySwap: 48 * MIB, nanoCpus: 2e8, pidsLimit: 40 },
});
const forgotten = aContainer({ name: 'paiement', host: { memoryReservation: 32 * MIB, cpuShares: 512 } });
const baseline = [cart, mail, forgotten];

const BOUND = { memory: 64 * MIB, memorySwap: 64 * MIB, nanoCpus: 25e7, pidsLimit: 64 };
const bound = (host: Partial<ContainerFacts['host']> = BOUND, rest: Partial<ContainerFacts> = {}): ContainerFacts => ({
  ...forgotten,
  ...rest,
  host: { ...forgotten.host, ...host },
});
const after = (
  containers: readonly ContainerFacts[],
  answer = '',
  cgroups: Record<string, Partial<CgroupFacts>> = {},
) => observation({ containers, baseline, cgroups, answers: answer ? { 'service-oublie': answer } : {} });
const solved = after([cart, mail, bound()], 'paiement');

describe('l-oublie-du-parc', () => {
  it('waits on an untouched sandbox, and names nobody', () => {
    for (const check of lab.checks) {
      const verdict = check.evaluate(after(baseline));
      expect(verdict.status).toBe('waiting');
      expect(JSON.stringify(verdict)).not.toContain('paiement');
    }
  });

  it('waits without a start state', () => {
    for (const check of lab.checks) {
      expect(
        check.evaluate(observation({ containers: baseline, answers: { 'service-oublie': 'paiement' } })).status,
      ).toBe('waiting');
    }
  });

  it('passes after one update', () => {
    for (const check of lab.checks) expect(check.evaluate(solved).status, check.id).toBe('passed');
  });

  describe('oublie-trouve', () => {
    it.each(['paiement', 'Paiement', '/paiement'])('accepts %s', (answer) => {
      expect(judge(lab, 'oublie-trouve', after(baseline, answer)).status).toBe('passed');
    });

    it('says what the kernel held on another, and knows no stranger', () => {
      expect(judge(lab, 'oublie-trouve', after(baseline, 'panier'))).toMatchObject({
        status: 'failed',
        observed: expect.stringMatching(/128.Mio.*0,3.processeur.*50.processus/),
      });
      expect(judge(lab, 'oublie-trouve', after(baseline, 'facture'))).toMatchObject({
        observed: expect.stringContaining('n’est pas l’un'),
      });
    });
  });

  it.each([
    ['memoire-bornee', { ...BOUND, memory: 0, memorySwap: 0 }, 'réservation'],
    ['memoire-bornee', { ...BOUND, memorySwap: 128 * MIB }, '128\u00a0Mio'],
    ['processeur-borne', { ...BOUND, nanoCpus: 0, cpuShares: 256 }, 'un poids de 256'],
    ['processus-bornes', { ...BOUND, pidsLimit: 0 }, 'd’autres ressources'],
  ])('%s refuses what is missing', (id, host, says) => {
    expect(judge(lab, id, after([cart, mail, bound(host)]))).toMatchObject({
      status: 'failed',
      observed: expect.stringContaining(says),
    });
  });

  it('shows the contradiction when only the engine is bounded', () => {
    const nothing = { memoryMax: null, memorySwapMax: null, cpuMax: null, pidsMax: null };
    const forged = after([cart, mail, bound()], '', { paiement: nothing });
    for (const id of ['memoire-bornee', 'processeur-borne', 'processus-bornes']) {
      expect(judge(lab, id, forged)).toMatchObject({ status: 'failed', contradiction: expect.any(String) });
    }
  });

  it.each([
    ['a été recréé', { id: 'e'.repeat(64) }],
    ['a été redémarré', { state: { ...forgotten.state, pid: 4242 } }],
    ['est suspendu', { state: { ...forgotten.state, paused: true } }],
    ['est arrêté', { state: { ...forgotten.state, running: false } }],
  ])('sans-interruption: %s', (says, rest) => {
    expect(judge(lab, 'sans-interruption', after([cart, mail, bound(BOUND, rest)]))).toMatchObject({
      status: 'failed',
      observed: expect.stringContaining(says),
    });
  });

  describe('autres-intacts', () => {
    it('refuses other limits, as the kernel holds them', () => {
      const changed = after([cart, mail, bound()], '', { panier: { memoryMax: 64 * MIB } });
      expect(judge(lab, 'autres-intacts', changed)).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('« panier »'),
      });
    });

    it('refuses an interruption', () => {
      expect(judge(lab, 'autres-intacts', after([cart, bound()]))).toMatchObject({
        status: 'failed',
        observed: expect.stringContaining('« courriel » n’existe plus'),
      });
    });
  });
});
