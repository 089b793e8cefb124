import { describe, expect, it } from 'vitest';
import lab, { logSize } from '../../../labs/l-inondation-de-journaux/lab.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, observation } from '../../support/observation.ts';

const bounded = (logDriver: string, logOptions: Record<string, string>) =>
  observation({
    containers: [aContainer({ name: 'passerelle', host: { logDriver, logOptions } })],
    baseline: [aContainer({ name: 'passerelle', id: 'b'.repeat(64) })],
  });

describe('l-inondation-de-journaux', () => {
  it.each([
    ['1m', 1_048_576],
    ['1M', 1_048_576],
    ['1mb', 1_048_576],
    ['1MiB', 1_048_576],
    ['1.5m', 1_572_864],
    ['500k', 512_000],
    ['1048576', 1_048_576],
    ['-1', null],
    ['0', null],
    ['beaucoup', null],
  ])('reads the size %s as the engine does', (text, bytes) => expect(logSize(text)).toBe(bytes));

  it.each([
    ['json-file', { 'max-size': '1m', 'max-file': '3' }, 'passed', 'passed'],
    ['json-file', { 'max-size': '1m' }, 'passed', 'failed'],
    ['json-file', { 'max-file': '3' }, 'failed', 'waiting'],
    ['json-file', { 'max-size': '2m', 'max-file': '2' }, 'failed', 'passed'],
    ['local', { 'max-size': '600k' }, 'passed', 'passed'],
    ['local', {}, 'failed', 'passed'],
    ['syslog', { 'max-size': '1m' }, 'failed', 'waiting'],
  ])('judges %s with %o', (driver, options, size, files) => {
    expect(judge(lab, 'journaux-bornes', bounded(driver, options)).status).toBe(size);
    expect(judge(lab, 'rotation-utile', bounded(driver, options)).status).toBe(files);
  });
});
