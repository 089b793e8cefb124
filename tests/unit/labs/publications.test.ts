import { describe, expect, it } from 'vitest';
import { addressOf, isEveryAddress, isLoopback, listAddresses, publicationsOf } from '../../../labs/publications.ts';
import lab from '../../../labs/publier-au-plus-juste/lab.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, aProcess, mainProcessOf, observation } from '../../support/observation.ts';

const LOCAL = { containerPort: '8080/tcp', hostIp: '127.0.0.1', hostPort: '8080' };
const admin = aContainer({ name: 'admin', image: 'labo/web:1', ports: [LOCAL] });

const proxy = (hostIp: string, containerIp = '172.17.0.2', containerId: string | null = null) =>
  aProcess({
    sandboxPid: 700,
    containerId,
    commandLine: `/usr/sbin/docker-proxy -proto tcp -host-ip ${hostIp} -host-port 8080 -container-ip ${containerIp} -container-port 8080`,
  });
const sandbox = (...processes: ReturnType<typeof proxy>[]) =>
  observation({ containers: [admin], processes: [mainProcessOf(admin), ...processes] });

describe('publicationsOf', () => {
  it('says once what the engine and the kernel agree on', () => {
    expect(publicationsOf(sandbox(proxy('127.0.0.1')), admin)).toEqual([{ ...LOCAL, untold: false }]);
  });

  it('adds the door that the engine keeps to itself', () => {
    expect(publicationsOf(sandbox(proxy('0.0.0.0')), admin)).toContainEqual({
      ...LOCAL,
      hostIp: '0.0.0.0',
      untold: true,
    });
  });

  it('drops what no honest engine writes', () => {
    const forged = { ...admin, ports: [LOCAL, { ...LOCAL, hostIp: '<b>' }, { ...LOCAL, hostPort: '8080\u202e' }] };
    expect(publicationsOf(sandbox(), forged)).toEqual([{ ...LOCAL, untold: false }]);
  });

  it('leaves the doors of other containers, and programs that take its name in a container', () => {
    expect(publicationsOf(sandbox(proxy('0.0.0.0', '172.17.0.9')), admin)).toHaveLength(1);
    expect(publicationsOf(sandbox(proxy('0.0.0.0', '172.17.0.2', admin.id)), admin)).toHaveLength(1);
  });
});

it.each([
  ['127.0.0.1', true, false],
  ['127.1.2.3', true, false],
  ['::1', true, false],
  ['0.0.0.0', false, true],
  ['::', false, true],
  ['192.0.2.1', false, false],
])('knows what %s opens', (hostIp, loopback, everywhere) => {
  expect([isLoopback({ hostIp }), isEveryAddress({ hostIp })]).toEqual([loopback, everywhere]);
});

it('writes an address of version 6 between brackets', () => {
  expect(addressOf({ hostIp: '::', hostPort: '80' })).toBe('[::]:80');
  expect(listAddresses(publicationsOf(sandbox(proxy('::')), admin))).toBe('127.0.0.1:8080 et [::]:8080');
});

describe('publier-au-plus-juste', () => {
  const tunnel = (output: string) =>
    judge(lab, 'tunnel-servi', { ...sandbox(), probes: { ecoute: { exitCode: 0, output } } });

  it('believes the kernel against the engine', () => {
    expect(judge(lab, 'hote-seulement', sandbox(proxy('0.0.0.0')))).toMatchObject({
      status: 'failed',
      contradiction: expect.stringContaining('0.0.0.0:8080'),
    });
    expect(judge(lab, 'hote-seulement', sandbox(proxy('127.0.0.1'))).status).toBe('passed');
  });

  it.each([
    ['tcp        0      0 :::8080                 :::*                    LISTEN', 'passed'],
    ['tcp        0      0 0.0.0.0:8080            0.0.0.0:*               LISTEN', 'passed'],
    ['tcp        0      0 127.0.0.1:8080          0.0.0.0:*               LISTEN', 'failed'],
    ['tcp        0      0 127.0.0.11:40797        0.0.0.0:*               LISTEN', 'failed'],
    ['tcp        0      0 :::18080                :::*                    LISTEN', 'failed'],
  ])('reads %s', (line, status) => expect(tunnel(`Active Internet connections\n${line}\n`).status).toBe(status));
});
