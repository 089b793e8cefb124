import { classRoutes } from './routes/class-routes.ts';
import { learnerRoutes } from './routes/learner-routes.ts';
import { ltiRoutes } from './routes/lti-routes.ts';
import { trainerRoutes } from './routes/trainer-routes.ts';

/**
 * Every route of the HTTP API, once: the server registers nothing else, the table test tries each, and `/api/docs` is
 * made from it. All are same-origin, with a cookie session; a method that changes something needs the header
 * `x-etanche: 1`, which a foreign page cannot send without a preflight that we refuse. Forms of other sites (`form`)
 * are the exception: they rest on no session, and what they carry is signed.
 */
export const ROUTES = { ...learnerRoutes, ...trainerRoutes, ...classRoutes, ...ltiRoutes };

export type RouteName = keyof typeof ROUTES;
