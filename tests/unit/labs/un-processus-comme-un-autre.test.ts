import { describe, expect, it } from 'vitest';
import lab from '../../../labs/un-processus-comme-un-autre/lab.ts';
import { judge } from '../../support/judge.ts';
import { HOST_NAMESPACES, aContainer, aProcess, mainProcessOf, observation } from '../../support/observation.ts';

const temoin = aContainer({ name: 'temoin' });
const pid = String(temoin.state.pid);
const shim = aProcess({
  sandboxPid: 55,
  name: 'containerd-shim',
  commandLine: `/usr/bin/containerd-shim-runc-v2 -namespace moby -id ${temoin.id}`,
});
const child = aProcess({ sandboxPid: 60, innerPid: 7, containerId: temoin.id, commandLine: 'sleep 5' });
const withHostPid = (answer: string) =>
  observation({
    containers: [temoin],
    processes: [mainProcessOf(temoin), shim, child],
    answers: { 'pid-hote': answer },
  });

describe('un-processus-comme-un-autre', () => {
  it('waits on an untouched sandbox', () => {
    for (const check of lab.checks) expect(check.evaluate(observation()).status).toBe('waiting');
  });

  it('waits for the answers', () => {
    const o = observation({ containers: [temoin] });
    expect(judge(lab, 'temoin-en-marche', o).status).toBe('passed');
    expect(judge(lab, 'pid-vu-de-l-hote', o).status).toBe('waiting');
    expect(judge(lab, 'pid-vu-du-conteneur', o).status).toBe('waiting');
  });

  it('accepts both numbers', () => {
    expect(judge(lab, 'pid-vu-de-l-hote', withHostPid(pid)).status).toBe('passed');
    const o = observation({ containers: [temoin], answers: { 'pid-interne': '1' } });
    expect(judge(lab, 'pid-vu-du-conteneur', o).status).toBe('passed');
  });

  it.each([
    ['1', 'porte dans le conteneur'],
    ['55', 'le parent du processus cherché'],
    ['60', 'mais pas le premier'],
    ['4999', 'Aucun processus'],
    [temoin.id, 'n’est pas un numéro'],
  ])('says what %s is instead', (answer, says) => {
    expect(judge(lab, 'pid-vu-de-l-hote', withHostPid(answer))).toMatchObject({
      status: 'failed',
      observed: expect.stringContaining(says),
    });
  });

  it('names the foreign process that was taken for it', () => {
    const engine = aProcess({ sandboxPid: 70, name: 'dockerd', commandLine: 'dockerd' });
    const o = observation({
      containers: [temoin],
      processes: [mainProcessOf(temoin), engine],
      answers: { 'pid-hote': '70' },
    });
    expect(judge(lab, 'pid-vu-de-l-hote', o)).toMatchObject({
      status: 'failed',
      observed: expect.stringContaining('n’appartient pas'),
    });
  });

  it('refuses the host number as the inner one', () => {
    const o = observation({ containers: [temoin], answers: { 'pid-interne': pid } });
    expect(judge(lab, 'pid-vu-du-conteneur', o)).toMatchObject({
      status: 'failed',
      observed: expect.stringContaining('l’hôte lui donne'),
    });
  });

  it('refuses a stopped container', () => {
    const stopped = aContainer({ name: 'temoin', state: { running: false, exitCode: 0 } });
    const o = observation({ containers: [stopped], answers: { 'pid-hote': '0' } });
    expect(judge(lab, 'temoin-en-marche', o).status).toBe('failed');
    expect(judge(lab, 'pid-vu-de-l-hote', o).status).toBe('failed');
  });

  it('refuses a container in the host’s pid namespace, whatever the engine says', () => {
    const process = mainProcessOf(temoin, { namespaces: HOST_NAMESPACES, innerPid: temoin.state.pid });
    const o = observation({
      containers: [temoin],
      processes: [process],
      answers: { 'pid-hote': pid, 'pid-interne': pid },
    });
    for (const check of lab.checks) expect(check.evaluate(o).status).toBe('failed');
  });

  it('does not trust a pid that the kernel does not place in the container', () => {
    const o = observation({
      containers: [temoin],
      processes: [aProcess({ sandboxPid: temoin.state.pid })],
      answers: { 'pid-hote': pid },
    });
    expect(judge(lab, 'pid-vu-de-l-hote', o).status).toBe('waiting');
  });

  it('names the last container created under another name', () => {
    const verdict = judge(lab, 'temoin-en-marche', observation({ containers: [aContainer({ name: 'happy_euler' })] }));
    expect(verdict).toMatchObject({ status: 'waiting', message: expect.stringContaining('happy_euler') });
  });
});
