import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../../accounts/session-service.ts';
import type { TrainerSession } from '../../accounts/trainer-sessions.ts';
import { ltiLoginSchema, type LtiLogin } from '../../contract/lti.ts';
import { LTI_TOOL, ltiRefusalPath } from '../../contract/lti-paths.ts';
import { AppError } from '../../errors.ts';
import type { Lti } from '../../lti/lti.ts';
import type { Onward } from '../../lti/launches.ts';
import type { ApiRouter } from '../api-router.ts';
import { sendBarePage } from '../bare-page.ts';
import type { SessionCookie } from '../session-cookie.ts';

export interface LtiRoutes {
  lti: Lti;
  cookies: {
    /** Binds a launch to the browser that began it: sent with the form that the platform's page posts. */
    ltiLogin: SessionCookie;
    /** What the platform asked for. */
    ltiEntry: SessionCookie;
    learner: SessionCookie;
  };
  /** The address of ours that the browser called. */
  originOf: (request: FastifyRequest) => string;
  presentLearner: (request: FastifyRequest) => Promise<Session | null>;
  /** @throws AppError `class-not-found` */
  ownsClass: (trainer: TrainerSession, classId: string) => Promise<void>;
}

/** People are sent to the first three by the platform's pages: a refusal is a page, not a document. */
export function serveLti(router: ApiRouter, { lti, cookies, originOf, presentLearner, ownsClass }: LtiRoutes): void {
  const refusalIsAPage = async (reply: FastifyReply, serve: () => Promise<unknown>): Promise<void> => {
    try {
      await serve();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      lti.refused(error);
      await reply.redirect(ltiRefusalPath(error.code), 303);
    }
  };
  const write = (reply: FastifyReply, { session, entry }: Onward): void => {
    if (session !== undefined) cookies.learner.write(reply, session);
    if (entry !== undefined) cookies.ltiEntry.write(reply, entry);
  };
  const begin = (request: FastifyRequest, reply: FastifyReply, login: LtiLogin): Promise<void> =>
    refusalIsAPage(reply, async () => {
      if (isFramed(request)) return leaveFrame(reply, login, await lti.launches.framesOf(login));
      const { url, browser } = await lti.launches.begin(login, originOf(request), cookies.ltiLogin.read(request));
      cookies.ltiLogin.write(reply, browser);
      await reply.redirect(url, 303);
    });

  router.serve('lti.login', ({ request, reply }) =>
    refusalIsAPage(reply, async () => {
      const login = ltiLoginSchema.safeParse(request.query);
      if (!login.success) throw new AppError('lti-refused', login.error.message);
      await begin(request, reply, login.data);
    }),
  );
  router.serve('lti.login-form', ({ request, reply, body }) => begin(request, reply, body));
  router.serve('lti.launch', ({ request, reply, body }) =>
    refusalIsAPage(reply, async () => {
      const onward = await lti.launches.end(body, cookies.ltiLogin.read(request), originOf(request));
      write(reply, onward);
      await reply.redirect(onward.to, 303);
    }),
  );

  router.serve('lti.keys', async () => ({ keys: [await lti.publicKey()] }));
  router.serve('lti.entry', ({ request }) => lti.launches.entry(cookies.ltiEntry.read(request)));
  router.serve('lti.join', async ({ request, reply, body }) => {
    const present = await presentLearner(request);
    const onward = await lti.launches.join(cookies.ltiEntry.read(request), body.pseudonym, present);
    cookies.ltiEntry.clear(reply);
    write(reply, onward);
    return { to: onward.to };
  });
  router.serve('lti.choose', async ({ request, body }) => lti.launches.choose(cookies.ltiEntry.read(request), body));
  router.serve('lti.chosen', async ({ request, reply }) => {
    await refusalIsAPage(reply, async () => {
      const { platform, returnUrl, token } = await lti.launches.chosen(cookies.ltiEntry.read(request));
      cookies.ltiEntry.clear(reply);
      sendBarePage(reply, {
        title: `Retour à ${platform}`,
        words: 'Les pages choisies y sont portées.',
        button: 'Continuer',
        way: { postTo: returnUrl, fields: { JWT: token } },
      });
    });
  });
  router.serve('lti.link', async ({ request, reply, trainer, body }) => {
    await ownsClass(trainer, body.classId);
    const onward = await lti.launches.link(cookies.ltiEntry.read(request), trainer.trainer, body.classId);
    cookies.ltiEntry.clear(reply);
    return { to: onward.to };
  });

  router.serve('platforms.list', () => lti.platforms.list());
  router.serve('platforms.add', ({ trainer, body }) => lti.platforms.add(trainer.trainer, body));
  router.serve('platforms.change', ({ trainer, params, body }) =>
    lti.platforms.change(trainer.trainer, params.platformId, body),
  );
  router.serve('platforms.remove', ({ trainer, params }) => lti.platforms.remove(trainer.trainer, params.platformId));
  router.serve('classes.courses', ({ params }) => lti.platforms.coursesOf(params.classId));
  router.serve('classes.unlink-course', ({ trainer, params }) =>
    lti.platforms.unlink(trainer.trainer, params.classId, params.courseId),
  );
}

/** Fetch Metadata: what the answer is for. */
const isFramed = ({ headers }: FastifyRequest): boolean =>
  ['iframe', 'frame', 'object', 'embed'].includes(String(headers['sec-fetch-dest']));

/** In a frame of another site, browsers keep cookies from us, and no page of ours may be shown: a window is asked for. */
function leaveFrame(reply: FastifyReply, login: LtiLogin, frames: readonly string[]): void {
  const query = new URLSearchParams(Object.entries(login).filter(([, value]) => value !== undefined));
  sendBarePage(reply, {
    title: 'Étanche s’ouvre dans sa propre fenêtre',
    words:
      'Un exercice vous donne un terminal : il lui faut toute une page, et le cadre d’une autre n’en tient pas lieu.',
    button: 'Ouvrir dans un nouvel onglet',
    way: { open: `${LTI_TOOL.login}?${query}`, frames },
  });
}
