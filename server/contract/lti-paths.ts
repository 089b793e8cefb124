import type { ErrorCode } from './error-codes.ts';

/** Addresses that the server and the pages both know. Apart from the schemas, which weigh. */

/** To be given to the platform, under the address of this site. */
export const LTI_TOOL = { login: '/api/lti/login', launch: '/api/lti/launch', keys: '/api/lti/keys' } as const;

/** Where what a platform asks for is answered. */
export const LTI_ENTRY = '/lti/';
/** Where a trainer links a course to a class. */
export const LTI_LINK = '/formation/relier/';
/** What takes the chosen pages back to the platform. */
export const LTI_CHOSEN = '/api/lti/chosen';
export const ltiRefusalPath = (code: ErrorCode): string => `${LTI_ENTRY}?refus=${code}`;
