import { beforeAll, describe, expect, it } from 'vitest';
import type { SignedIn } from '../../server/contract/api.ts';
import type { ClassView } from '../../server/contract/classes.ts';
import { invitationPath, passwordPath } from '../../server/contract/trainer-paths.ts';
import type { NewInvitation } from '../../server/contract/trainers.ts';
import { pageAddresses } from '../support/built-site.ts';
import { surveyPages, type PageSurvey } from '../support/page-survey.ts';
import { onClassStage } from '../support/stage.ts';
import { Client } from '../support/test-app.ts';

/**
 * Without a server, the pages under `/formation/` say so: `every-page.test.ts` sees them then. Here they are as they are
 * used, on the whole program with a fake sandbox host: every one of them, in a class where somebody learns.
 */
const stage = onClassStage({ environment: {} });
let signedOut: PageSurvey[];
let signedIn: PageSurvey[];

beforeAll(async () => {
  const { app, browser, trainer: administrator } = stage;
  const trainer = await administrator.colleague('formatrice-2');
  const { id, code } = await trainer.json<ClassView>('POST', '/api/classes', {
    name: 'Session de mars',
    capacity: 30,
    startsAt: Date.now(),
    endsAt: null,
  });
  const { learner } = await new Client(app.url).json<SignedIn>('POST', '/api/session', {
    pseudonym: 'apprenante-1',
    classCode: code,
  });
  const { token } = await administrator.json<NewInvitation>('POST', '/api/trainers/invitations', { role: 'trainer' });
  const link = await administrator.json<NewInvitation>('POST', `/api/trainers/${trainer.trainer.id}/password-link`);
  const byLink = new Map([
    ['/formation/invitation/', invitationPath(token)],
    ['/formation/mot-de-passe/', passwordPath(link.token)],
  ]);
  const addresses = (await pageAddresses())
    .filter((address) => address.startsWith('/formation/'))
    .map((address) => byLink.get(address) ?? `${address}?classe=${id}&personne=${learner.id}`);
  signedOut = await surveyPages(browser, app.url, addresses);
  signedIn = await surveyPages(browser, app.url, addresses, administrator.cookie);
}, 600_000);

/** One line a fault, with the page where it is. */
const faults = (surveys: readonly PageSurvey[], of: (survey: PageSurvey) => readonly string[]): string[] =>
  surveys.flatMap((survey) => of(survey).map((fault) => `${survey.address} ${fault}`));

describe('every page of whoever teaches', () => {
  it('is there: classes, settings, invitation, account, administration', () => {
    const paths = signedIn.map(({ address }) => address.replace(/[?#].*/, ''));
    expect(paths).toEqual(
      expect.arrayContaining([
        '/formation/',
        '/formation/administration/',
        '/formation/classe/',
        '/formation/compte/',
        '/formation/invitation/',
        '/formation/mot-de-passe/',
      ]),
    );
  });

  it.each(['light', 'dark'] as const)('has no accessibility violation that axe can see, %s', (theme) => {
    expect(faults([...signedOut, ...signedIn], ({ violations }) => violations[theme])).toEqual([]);
  });

  it('obeys the content security policy, throws nothing, is refused nothing', () => {
    expect(faults([...signedOut, ...signedIn], ({ complaints }) => complaints)).toEqual([]);
  });

  it('never scrolls sideways', () => {
    expect(faults([...signedOut, ...signedIn], ({ sideways }) => sideways)).toEqual([]);
  });

  it('has one main and one first heading, and links to pages that exist', async () => {
    const pages = new Set(await pageAddresses());
    for (const { address, mains, headings, links } of signedIn) {
      expect({ address, mains, headings }).toEqual({ address, mains: 1, headings: 1 });
      // The bar of who has entered.
      expect(links).toContain('/formation/compte/');
    }
    expect(
      faults(signedIn, ({ links }) =>
        links.filter((link) => !link.startsWith('/api/') && !pages.has(link.split('#')[0] ?? '')),
      ),
    ).toEqual([]);
  });
});
