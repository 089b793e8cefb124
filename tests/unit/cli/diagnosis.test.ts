import { describe, expect, it } from 'vitest';
import { diagnosisScreen } from '../../../server/cli/diagnosis-screen.ts';
import { diagnose, type Finding } from '../../../server/cli/diagnosis.ts';
import { knownEscapes } from '../../../server/cli/known-escapes.ts';
import type { MachineFacts } from '../../../server/cli/machine-facts.ts';

const GIB = 2 ** 30;

/** A recent server, fit for a class. */
const good: MachineFacts = {
  isRoot: true,
  distribution: 'Debian GNU/Linux 13 (trixie)',
  debianLike: true,
  kernel: '6.12.0',
  cpus: 4,
  memoryTotal: 16 * GIB,
  memoryAvailable: 15 * GIB,
  stateDir: '/var/lib/etanche',
  diskFree: 100 * GIB,
  cgroupVersion: 2,
  maxUserNamespaces: 60_000,
  appArmor: true,
  seccomp: true,
  btrfs: true,
  engine: '29.7.2',
  runc: '1.4.3',
  missingPrograms: [],
  maxKeys: 200,
  maxInotify: 128,
  pidMax: 4_194_304,
  dmesgRestricted: true,
  sandboxes: null,
  limits: { maximum: 20, memory: GIB, diskGiB: 40 },
};
const finding = (facts: Partial<MachineFacts>, subject: string): Finding | undefined =>
  diagnose({ ...good, ...facts }).find((candidate) => candidate.subject.startsWith(subject));

describe('the diagnosis', () => {
  it('finds nothing to do on a good machine', () => {
    expect(diagnose(good).filter(({ severity }) => severity !== 'good')).toEqual([]);
  });

  it.each<[string, Partial<MachineFacts>, string, Finding['severity']]>([
    ['no user namespaces', { maxUserNamespaces: 0 }, 'espaces de noms', 'danger'],
    ['no seccomp', { seccomp: false }, 'seccomp', 'danger'],
    ['cgroup v1', { cgroupVersion: 1 }, 'cgroups', 'advice'],
    ['no AppArmor', { appArmor: false }, 'AppArmor', 'advice'],
    ['an old engine', { engine: '20.10.24+dfsg1' }, 'Docker Engine', 'danger'],
    ['an old runc', { runc: '1.1.5+ds1' }, 'runc', 'danger'],
    ['no btrfs', { btrfs: false }, 'btrfs', 'warning'],
    ['missing programs, that npm start installs', { missingPrograms: ['jq'] }, 'programmes', 'advice'],
    ['missing programs elsewhere', { missingPrograms: ['jq'], debianLike: false }, 'programmes', 'warning'],
    ['few keys for many sandboxes', { limits: { ...good.limits, maximum: 180 } }, 'trousseaux', 'warning'],
    ['few inotify instances for many sandboxes', { limits: { ...good.limits, maximum: 60 } }, 'inotify', 'warning'],
    ['few process numbers', { pidMax: 4096 }, 'processus', 'warning'],
    ['a readable kernel log', { dmesgRestricted: false }, 'journal', 'advice'],
    ['little memory', { memoryAvailable: 2 * GIB }, 'mémoire', 'warning'],
    ['one processor', { cpus: 1 }, 'processeurs', 'advice'],
    ['a small disk', { diskFree: 20 * GIB }, 'disque', 'warning'],
  ])('sees %s', (_what, facts, subject, severity) => {
    expect(finding({}, subject)?.severity ?? 'good').toBe('good');
    expect(finding(facts, subject)).toMatchObject({ severity });
  });

  it('gives a command or a step for each warning and danger', () => {
    const bad = diagnose({
      ...good,
      maxUserNamespaces: 0,
      seccomp: false,
      runc: '1.1.5',
      engine: '20.10.24',
      btrfs: false,
      pidMax: 1,
      memoryAvailable: GIB,
      diskFree: GIB,
    });
    const serious = bad.filter(({ severity }) => severity === 'warning' || severity === 'danger');
    expect(serious.length).toBeGreaterThanOrEqual(8);
    expect(serious.filter(({ remedy }) => !remedy)).toEqual([]);
  });

  it('offers a number of sandboxes that fits', () => {
    expect(finding({ memoryAvailable: 2 * GIB }, 'mémoire')?.remedy).toBe('ETANCHE_SANDBOXES=16 npm start');
  });
});

describe('known escapes', () => {
  const ids = (program: 'engine' | 'runc', version: string): string[] =>
    knownEscapes(program, version).map(({ id }) => id);

  it.each([
    ['1.1.11', 'CVE-2024-21626', true],
    ['1.1.12', 'CVE-2024-21626', false],
    ['1.2.7', 'CVE-2025-31133', true],
    ['1.2.8', 'CVE-2025-31133', false],
    ['1.3.2', 'CVE-2025-52881', true],
    ['1.3.3', 'CVE-2025-52881', false],
    ['1.1.15', 'CVE-2025-52565', true],
    ['1.3.6', 'CVE-2026-41579', false],
    ['1.4.2', 'CVE-2026-41579', true],
    ['1.5.0', 'CVE-2026-41579', false],
  ])('runc %s and %s: %s', (version, id, expected) => {
    expect(ids('runc', version).includes(id)).toBe(expected);
  });

  it('are none at the floor that we advise', () => {
    expect([...ids('engine', '29.5.1'), ...ids('runc', '1.3.6'), ...ids('runc', '1.4.3')]).toEqual([]);
    expect(ids('engine', '29.5.0')).toHaveLength(3);
  });

  it('are not invented for a version that cannot be read', () => {
    expect(ids('engine', 'dev')).toEqual([]);
  });
});

describe('its screen', () => {
  const findings = diagnose({ ...good, engine: '20.10.24', cgroupVersion: 1 });

  it('marks severity by a sign and a word, not by colour alone', () => {
    const screen = diagnosisScreen(good, findings, 80, false);
    expect(screen).toContain('✗ Docker Engine\u00a0: 20.10.24 (danger)');
    expect(screen).toContain('· cgroups\u00a0: version 1 (conseil)');
    expect(screen).not.toContain('\u001b');
  });

  it('keeps sentences within the width, and commands whole', () => {
    const screen = diagnosisScreen(good, findings, 70, false);
    const sentences = screen.split('\n').filter((line) => !line.includes('→'));
    expect(Math.max(...sentences.map((line) => line.length))).toBeLessThanOrEqual(91);
    for (const { remedy } of findings.filter((one) => one.remedy)) expect(screen).toContain(`→ ${remedy}`);
  });

  it('paints a danger red on a terminal', () => {
    expect(diagnosisScreen(good, findings, 80, true)).toContain('\u001b[31;1m✗ Docker Engine');
  });
});
