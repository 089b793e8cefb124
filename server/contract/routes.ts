import { classRoutes } from './routes/class-routes.ts';
import { learnerRoutes } from './routes/learner-routes.ts';
import { trainerRoutes } from './routes/trainer-routes.ts';

/**
 * Every route of the HTTP API, once: the server registers nothing else, the table test tries each, and `/api/docs` is
 * made from it. All are same-origin, with a cookie session; a method that changes something needs the header
 * `x-etanche: 1`, which a foreign page cannot send without a preflight that we refuse.
 */
export const ROUTES = { ...learnerRoutes, ...trainerRoutes, ...classRoutes };

export type RouteName = keyof typeof ROUTES;
