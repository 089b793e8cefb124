import type { CertificateService } from '../../certificates/certificate-service.ts';
import type { ApiRouter } from '../api-router.ts';

export function serveCertificates(router: ApiRouter, certificates: CertificateService): void {
  router.serve('learner.certificate', ({ session }) => certificates.state(session.learner));
  router.serve('learner.issue-certificate', ({ session }) => certificates.issue(session.learner));
  router.serve('certificates.authority', () => certificates.authority());
  router.serve('certificates.revoke', ({ trainer, params, body }) =>
    certificates.revoke(trainer.trainer.login, params.certificateId, body.reason),
  );
}
