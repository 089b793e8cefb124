import { canonicalJson } from '../contract/canonical-json.ts';
import type {
  Certificate,
  CertificateAuthority,
  CertificateDocument,
  CertificateState,
} from '../contract/certificates.ts';
import { AppError } from '../errors.ts';
import type { AuditLog } from '../store/audit.ts';
import type { CertificateStore } from '../store/certificates.ts';
import type { CertificateRow, LearnerRow } from '../store/schema.ts';
import { certificateNumber } from './certificate-number.ts';
import { earned, type RequiredLab } from './earned.ts';
import type { SigningKey } from './signing-key.ts';

export interface CertificateOptions {
  certificates: CertificateStore;
  audit: AuditLog;
  key: SigningKey;
  /** Every lab of the published chapters, in the order of the course. */
  required: () => readonly RequiredLab[];
  /** Version of the course. */
  course: string;
  /** A certificate has just been given. */
  onIssued: (learnerId: string) => Promise<void>;
}

/** Who has finished, said so that anybody can verify it. */
export class CertificateService {
  readonly #options: CertificateOptions;

  constructor(options: CertificateOptions) {
    this.#options = options;
  }

  /** The learner's certificate, revoked ones included, and what the next one asks for. */
  async state(learner: LearnerRow): Promise<CertificateState> {
    const { latest, missing } = await this.#standing(learner);
    return {
      certificate: latest ? asHeld(latest) : null,
      revokedAt: latest?.revoked_at ?? null,
      missing,
    };
  }

  /**
   * Gives the certificate, or the one in force when there is one.
   * @throws AppError `certificate-not-earned`
   */
  async issue(learner: LearnerRow, now = Date.now()): Promise<CertificateState> {
    const { latest, done, missing } = await this.#standing(learner);
    if (latest && latest.revoked_at === null) return this.state(learner);
    if (missing.length > 0 || done.length === 0) throw new AppError('certificate-not-earned');
    const { certificates, audit, key, course, onIssued } = this.#options;
    const document: CertificateDocument = {
      format: 'etanche-attestation/1',
      id: certificateNumber(),
      pseudonym: learner.pseudonym,
      issuedAt: now,
      course,
      class: learner.class_id === null ? null : await certificates.className(learner.class_id),
      labs: done,
    };
    const text = canonicalJson(document);
    // Asked for twice at once: the second finds the first one's.
    const inserted = await certificates.insert({
      id: document.id,
      learner_id: learner.id,
      issued_at: now,
      document: text,
      key: key.publicKey,
      signature: key.sign(text),
      revoked_at: null,
      revoked_reason: null,
    });
    if (inserted) {
      await audit.record(learner.id, 'certificate.issue', document.id);
      await onIssued(learner.id);
    }
    return this.state(learner);
  }

  async authority(): Promise<CertificateAuthority> {
    return { key: this.#options.key.publicKey, revoked: await this.#options.certificates.revoked() };
  }

  /**
   * Takes a certificate back, for good.
   * @throws AppError `certificate-not-found`, also when it was taken back already.
   */
  async revoke(login: string, id: string, reason: string, now = Date.now()): Promise<void> {
    if (!(await this.#options.certificates.revoke(id, reason, now))) throw new AppError('certificate-not-found');
    await this.#options.audit.record(`trainer:${login}`, 'certificate.revoke', id, reason);
  }

  async #standing(learner: LearnerRow) {
    const { certificates, required } = this.#options;
    const latest = await certificates.latestOf(learner.id);
    const since = latest?.revoked_at ?? 0;
    return { latest, ...earned(required(), await certificates.successes(learner.id), since) };
  }
}

const asHeld = ({ document, key, signature }: CertificateRow): Certificate => ({
  document: JSON.parse(document) as CertificateDocument,
  key,
  signature,
});
