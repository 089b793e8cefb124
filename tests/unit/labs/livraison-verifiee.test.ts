import { describe, expect, it } from 'vitest';
import lab from '../../../labs/livraison-verifiee/lab.ts';
import { aContainer, observation } from '../../support/observation.ts';
import { judge } from '../../support/judge.ts';

const POLICY = '/etc/containers/policy.json';
const TAG = '/var/lib/registre/docker/registry/v2/repositories/boutique/_manifests/tags/1.0/current/link';
const REPOSITORY = '127.0.0.1:5000/boutique';

const accept = [{ type: 'insecureAcceptAnything' }];
const reject = [{ type: 'reject' }];
const signed = [{ type: 'signedBy', keyType: 'GPGKeys', keyPath: '/root/livraison/editeur.asc' }];

const written = (text: string) => observation({ files: { [POLICY]: text } });
const policy = (defaults: unknown, scopes: Record<string, unknown>) =>
  written(JSON.stringify({ default: defaults, transports: { docker: scopes } }));

describe('a policy', () => {
  it.each([
    ['the repository', { [REPOSITORY]: signed }, 'passed'],
    ['the whole registry', { '127.0.0.1:5000': signed }, 'passed'],
    ['the transport', { '': signed }, 'passed'],
    ['the tag alone, by default refused', { [`${REPOSITORY}:1.0`]: signed }, 'failed'],
    ['a more precise scope that accepts', { [REPOSITORY]: signed, [`${REPOSITORY}:1.0`]: accept }, 'failed'],
    ['another repository', { '127.0.0.1:5000/boutiques': signed }, 'failed'],
    ['the signature, and a refusal besides', { [REPOSITORY]: [...signed, ...reject] }, 'failed'],
    ['another key', { [REPOSITORY]: [{ ...signed[0], keyPath: '/root/livraison/ancienne-cle.asc' }] }, 'failed'],
  ])('that requires the signature for %s', (_, scopes, status) => {
    expect(judge(lab, 'signature-exigee', policy(reject, scopes)).status).toBe(status);
  });

  it('that names the repository and accepts the rest', () => {
    const permissive = policy(accept, { [REPOSITORY]: signed });
    expect(judge(lab, 'signature-exigee', permissive).status).toBe('passed');
    expect(judge(lab, 'reste-refuse', permissive).status).toBe('failed');
    expect(judge(lab, 'reste-refuse', policy(reject, { [REPOSITORY]: signed, '': accept })).status).toBe('failed');
    expect(judge(lab, 'reste-refuse', policy(reject, { [REPOSITORY]: signed })).status).toBe('passed');
  });

  it('that was not touched, or cannot be read', () => {
    expect(judge(lab, 'reste-refuse', written(JSON.stringify({ default: accept }))).status).toBe('waiting');
    for (const text of ['', '{', '[]', 'null', '{"default":[]}', '{"default":{}}', '{"transports":{}}']) {
      expect(judge(lab, 'signature-exigee', written(text)).status).toBe('failed');
    }
  });
});

describe('the service', () => {
  const before = aContainer({ name: 'boutique', config: { labels: { empreinte: `sha256:${'a'.repeat(64)}` } } });
  const after = { ...before, id: 'f'.repeat(64) };

  it('is judged only once the tag stands for another image', () => {
    const files = { [TAG]: `sha256:${'a'.repeat(64)}` };
    const honest = observation({ containers: [after], baseline: [before], files });
    expect(judge(lab, 'boutique-authentique', honest).status).toBe('waiting');
    expect(judge(lab, 'etiquette-detournee', honest).status).toBe('waiting');
  });

  it('is refused on any image but the publisher’s', () => {
    const files = { [TAG]: `sha256:${'b'.repeat(64)}` };
    const trapped = { ...after, imageId: `sha256:${'c'.repeat(64)}` };
    const attacked = observation({ containers: [trapped], baseline: [before], files });
    expect(judge(lab, 'etiquette-detournee', attacked).status).toBe('passed');
    expect(judge(lab, 'boutique-authentique', attacked).status).toBe('failed');
  });
});
