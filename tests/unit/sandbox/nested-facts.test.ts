import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readContainer,
  readContainerIds,
  readImages,
  readInfo,
  readNetworks,
  readVolumes,
} from '../../../server/sandbox/nested-facts.ts';

describe('what a nested engine says', () => {
  it('is read whatever it is, and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (document) => {
        readContainer(document);
        readContainerIds(document);
        readImages(document);
        readInfo(document);
        readNetworks(document);
        readVolumes(document);
      }),
    );
  });

  it('is made regular: capabilities, absent limits, bare names', () => {
    const facts = readContainer({
      Id: 'a',
      Name: '/web',
      State: { Running: true, Pid: 42 },
      HostConfig: { CapAdd: ['cap_chown', 'NET_RAW'], CapDrop: null, PidsLimit: null, Memory: 64 },
    });
    expect(facts).toMatchObject({ name: 'web', state: { running: true, pid: 42, exitCode: 0 } });
    expect(facts?.host).toMatchObject({ capAdd: ['CHOWN', 'NET_RAW'], capDrop: [], pidsLimit: 0, memory: 64 });
  });

  it('keeps the good fields of a document with bad ones', () => {
    const facts = readContainer({
      Id: 'a',
      Name: 12,
      State: 'mort',
      HostConfig: { Memory: 'beaucoup', Privileged: 'oui' },
      Mounts: {},
    });
    expect(facts).toMatchObject({
      id: 'a',
      name: '',
      state: { running: false },
      host: { memory: 0, privileged: false },
      mounts: [],
    });
  });

  it('is cut: long texts, long lists', () => {
    const facts = readContainer({ Id: 'a', Name: '/x', Config: { Env: Array(5_000).fill('x'.repeat(9_000)) } });
    expect(facts?.config.env).toHaveLength(256);
    expect(facts?.config.env[0]).toHaveLength(4096);
  });

  it('names the directories of layers, and nothing that is not one', () => {
    const layer = (letter: string) => letter.repeat(25);
    const path = (name: string) => `/var/lib/docker/overlay2/${name}/diff`;
    const chain = [path(`${'f'.repeat(64)}-init`), path(layer('a')), path('../../../etc'), '/etc', path(layer('b'))];
    const facts = readContainer({ Id: 'a', GraphDriver: { Data: { LowerDir: chain.join(':') } } });
    expect(facts?.layers).toEqual([layer('a'), layer('b')]);
    expect(readContainer({ Id: 'a', GraphDriver: { Data: null } })?.layers).toEqual([]);
    const many = Array<string>(5_000)
      .fill(path(layer('a')))
      .join(':');
    expect(readContainer({ Id: 'a', GraphDriver: { Data: { LowerDir: many } } })?.layers).toHaveLength(128);
  });

  it('counts as containers only what has a real id, at most 200', () => {
    const id = 'f'.repeat(64);
    expect(readContainerIds([{ Id: id }, { Id: '../../etc' }, null, 3, {}])).toEqual([id]);
    expect(readContainerIds(Array(1_000).fill({ Id: id }))).toHaveLength(200);
  });
});
