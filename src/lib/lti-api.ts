import type { LtiChoice, LtiEntry } from '../../server/contract/lti.ts';
import { call } from './http.ts';

/** What somebody whom a learning platform has sent may ask. Every call may throw `ApiError`. */
export const ltiApi = {
  entry: () => call<LtiEntry>('GET', '/lti/entry'),
  join: (pseudonym: string) => call<{ to: string }>('POST', '/lti/entry', { pseudonym }),
  choose: (pages: LtiChoice['pages']) => call<{ to: string }>('POST', '/lti/choice', { pages }),
};
