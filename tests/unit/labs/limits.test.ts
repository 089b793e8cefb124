import { describe, expect, it } from 'vitest';
import {
  formatCpus,
  judgeCpu,
  judgeMemory,
  judgePids,
  judgeSwap,
  limitedContainer,
  seeLimit,
  type LimitedContainer,
} from '../../../labs/limits.ts';
import type { CgroupFacts, ContainerFacts, Observation } from '../../../labs/observation.ts';
import { aContainer, observation } from '../../support/observation.ts';

const MIB = 2 ** 20;
const WANTED = 64 * MIB;

/** A running container with these options, in a kernel that applies them or that differs. */
function limited(
  host: Partial<ContainerFacts['host']>,
  differs: Partial<CgroupFacts> = {},
): [Observation, LimitedContainer] {
  const o = observation({ containers: [aContainer({ name: 'cache', host })], cgroups: { cache: differs } });
  const found = limitedContainer(o, 'cache');
  if ('status' in found) throw new Error('the container is not limited');
  return [o, found];
}

const says = (text: string) => ({ status: 'failed', observed: expect.stringContaining(text) });
const explains = (text: string) => ({ status: 'failed', mechanism: expect.stringContaining(text) });
const contradicted = { status: 'failed', contradiction: expect.stringContaining('Le moteur annonce') };

describe('limitedContainer', () => {
  it('waits while the kernel shows no group', () => {
    const o = observation({ containers: [aContainer({ name: 'cache' })], cgroups: { cache: null } });
    expect(limitedContainer(o, 'cache')).toMatchObject({
      status: 'waiting',
      message: expect.stringContaining('limites'),
    });
  });
});

describe('seeLimit', () => {
  it.each([
    [1, 'memory', '/sys/fs/cgroup/memory/docker/', '/memory.limit_in_bytes'],
    [2, 'memory', '/sys/fs/cgroup/docker/', '/memory.max'],
    [1, 'cpu', '/sys/fs/cgroup/cpu/docker/', '/cpu.cfs_quota_us'],
    [2, 'swap', '/sys/fs/cgroup/docker/', '/memory.swap.max'],
    [1, 'usage', '/sys/fs/cgroup/cpuacct/docker/', '/cpuacct.usage'],
    [2, 'throttling', '/sys/fs/cgroup/docker/', '/cpu.stat'],
  ] as const)('on cgroup v%i, shows %s', (cgroupVersion, what, folder, file) => {
    const command = seeLimit(observation({ kernel: { cgroupVersion } }), 'cache', what);
    expect(command).toBe(`cat ${folder}$(docker inspect -f '{{.Id}}' cache)${file}`);
  });
});

describe('judgeMemory', () => {
  it('passes on the exact limit of the kernel, whatever the engine says', () => {
    expect(judgeMemory(...limited({ memory: WANTED }), WANTED).status).toBe('passed');
    expect(judgeMemory(...limited({}, { memoryMax: WANTED }), WANTED).status).toBe('passed');
  });

  it.each([
    [{}, 'aucun plafond de mémoire'],
    [{ memoryReservation: WANTED }, 'réservation de 64\u00a0Mio'],
    [{ memory: 60 * MIB }, '60\u00a0Mio (62\u202f914\u202f560'],
    [{ memory: 64_000_000 }, '61,04\u00a0Mio'],
    [{ memory: 64 * 2 ** 30 }, '64\u00a0Gio'],
  ])('refuses %j', (host, text) => {
    expect(judgeMemory(...limited(host), WANTED)).toMatchObject(says(text));
    expect(judgeMemory(...limited(host), WANTED)).not.toHaveProperty('contradiction');
  });

  it('believes the kernel against the engine, and says so', () => {
    expect(judgeMemory(...limited({ memory: WANTED }, { memoryMax: null }), WANTED)).toMatchObject(contradicted);
  });
});

describe('judgeSwap', () => {
  it('passes when swap adds nothing', () => {
    expect(judgeSwap(...limited({ memory: WANTED, memorySwap: WANTED })).status).toBe('passed');
  });

  it('waits for the memory limit', () => {
    expect(judgeSwap(...limited({}))).toMatchObject({ status: 'waiting' });
  });

  it('recognises each mistake', () => {
    expect(judgeSwap(...limited({ memory: WANTED, memorySwap: 2 * WANTED }))).toMatchObject(
      explains('autant d’échange'),
    );
    expect(judgeSwap(...limited({ memory: WANTED, memorySwap: -1 }))).toMatchObject(says('échange illimité'));
    expect(judgeSwap(...limited({ memory: WANTED, memorySwap: 80 * MIB }))).toMatchObject(explains('la somme'));
  });

  it('believes the kernel against the engine, and says so', () => {
    const forged = limited({ memory: WANTED, memorySwap: WANTED }, { memorySwapMax: null });
    expect(judgeSwap(...forged)).toMatchObject(contradicted);
  });

  it('takes the intention where the kernel does not account for swap', () => {
    const unaccounted = { memorySwapMax: undefined };
    expect(judgeSwap(...limited({ memory: WANTED, memorySwap: WANTED }, unaccounted)).status).toBe('passed');
    expect(judgeSwap(...limited({ memory: WANTED, memorySwap: -1 }, unaccounted)).status).toBe('passed');
    expect(judgeSwap(...limited({ memory: WANTED, memorySwap: 2 * WANTED }, unaccounted)).status).toBe('failed');
  });
});

describe('judgeCpu', () => {
  it.each([{ nanoCpus: 5e8 }, { cpuQuota: 50_000 }, { cpuQuota: 25_000, cpuPeriod: 50_000 }])('accepts %j', (host) => {
    expect(judgeCpu(...limited(host), 0.5).status).toBe('passed');
  });

  it.each([
    [{}, 'aucun quota'],
    [{ cpuShares: 512 }, 'un poids de 512 et aucun quota'],
    [{ cpusetCpus: '0' }, 'placé sur le processeur'],
    [{ nanoCpus: 5e7 }, 'accorde 0,05'],
    [{ nanoCpus: 2e9 }, 'accorde 2'],
  ])('refuses %j', (host, text) => {
    expect(judgeCpu(...limited(host), 0.5)).toMatchObject(says(text));
  });

  it('believes the kernel against the engine, and says so', () => {
    expect(judgeCpu(...limited({ nanoCpus: 5e8 }, { cpuMax: null }), 0.5)).toMatchObject(contradicted);
    expect(judgeCpu(...limited({ cpuQuota: 50_000 }, { cpuMax: 1 }), 0.5)).toMatchObject(contradicted);
  });

  it('writes processors in French', () => {
    expect([0.25, 1, 2].map(formatCpus)).toEqual(['0,25\u00a0processeur', '1\u00a0processeur', '2\u00a0processeurs']);
  });
});

describe('judgePids', () => {
  it('accepts both bounds', () => {
    for (const pidsLimit of [16, 64]) expect(judgePids(...limited({ pidsLimit }), 16, 64).status).toBe('passed');
  });

  it.each([
    [{ pidsLimit: 15 }, 'Un plafond trop bas'],
    [{ pidsLimit: 65 }, 'Le plafond doit rester'],
    [{ pidsLimit: -1 }, 'Zéro et moins un'],
    [{}, 'Zéro et moins un'],
    [{ ulimits: [{ name: 'nproc', soft: 50, hard: 50 }] }, 'La limite nproc compte ensemble'],
    [{ memory: WANTED }, 'Chaque contrôleur borne une seule ressource'],
    [{ nanoCpus: 5e8 }, 'Chaque contrôleur borne une seule ressource'],
  ])('refuses %j', (host, text) => {
    expect(judgePids(...limited(host), 16, 64)).toMatchObject(explains(text));
  });

  it('believes the kernel against the engine, and says so', () => {
    expect(judgePids(...limited({ pidsLimit: 64 }, { pidsMax: null }), 16, 64)).toMatchObject(contradicted);
  });
});
