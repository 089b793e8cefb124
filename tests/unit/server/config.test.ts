import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../server/config.ts';
import { OperatorError } from '../../../server/errors.ts';

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(parseConfig({}, '/projet', true)).toMatchObject({
      host: '127.0.0.1',
      port: 4321,
      origins: [],
      stateDir: '/var/lib/etanche',
      engine: { form: 'auto', socket: null },
    });
  });

  it('keeps to the home folder of whoever is not root', () => {
    expect(parseConfig({}, '/projet', false).stateDir).toMatch(/\.local\/share\/etanche$/);
  });

  it.each([
    ['ETANCHE_PORT', '70000'],
    ['ETANCHE_PORT', 'http'],
    ['ETANCHE_ENGINE', 'podman'],
    ['ETANCHE_SANDBOXES', '0'],
    ['ETANCHE_XAPI_URL', 'entrepot'],
    ['ETANCHE_XAPI_URL', 'http://lrs.example/xapi'],
    ['ETANCHE_OIDC_ISSUER', 'http://identite.example'],
    ['ETANCHE_OIDC_ISSUER', 'ftp://127.0.0.1'],
    ['ETANCHE_OIDC_ISSUER', 'identite.example'],
  ])('names the variable %s=%s and the remedy', (name, value) => {
    try {
      parseConfig({ [name]: value }, '/projet', true);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(OperatorError);
      expect((error as OperatorError).message).toContain(`${name} vaut « ${value} »`);
      expect((error as OperatorError).remedy).toContain(name);
    }
  });

  it('sends nothing anywhere unless told where', () => {
    expect(parseConfig({}, '/', true).xapi).toBeNull();
    expect(parseConfig({ ETANCHE_XAPI_URL: 'https://lrs.example/xapi/' }, '/', true).xapi).toEqual({
      url: 'https://lrs.example/xapi',
      user: '',
      password: '',
    });
  });

  it('reads several origins', () => {
    expect(parseConfig({ ETANCHE_ORIGINS: 'https://a.example, https://b.example' }, '/', true).origins).toEqual([
      'https://a.example',
      'https://b.example',
    ]);
  });

  it('takes OpenID Connect whole, or not at all', () => {
    const whole = {
      ETANCHE_OIDC_ISSUER: 'https://identite.example',
      ETANCHE_OIDC_CLIENT_ID: 'etanche',
      ETANCHE_OIDC_CLIENT_SECRET: 'secret',
    };
    expect(parseConfig({}, '/', true).openId).toBeNull();
    expect(parseConfig(whole, '/', true).openId).toEqual({
      issuer: 'https://identite.example',
      clientId: 'etanche',
      clientSecret: 'secret',
      name: 'OpenID Connect',
    });
    const { ETANCHE_OIDC_CLIENT_SECRET: _, ...half } = whole;
    expect(() => parseConfig(half, '/', true)).toThrow('il manque ETANCHE_OIDC_CLIENT_SECRET');
  });
});
