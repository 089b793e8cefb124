import { z } from 'zod';
import { instant } from './api.ts';

/** Schemas of the certificate that ends the course. */

/** What is signed, written by `canonicalJson`. */
export const certificateDocumentSchema = z.strictObject({
  format: z.literal('etanche-attestation/1'),
  id: z.string(),
  pseudonym: z.string(),
  issuedAt: instant,
  /** Version of the course. */
  course: z.string(),
  class: z.string().nullable(),
  labs: z.array(z.strictObject({ id: z.string(), title: z.string(), succeededAt: instant })),
});
export type CertificateDocument = z.infer<typeof certificateDocumentSchema>;

/** A certificate as its holder keeps it: everything needed to verify it without any network. Ed25519, RFC 8032. */
export const certificateSchema = z.strictObject({
  document: certificateDocumentSchema,
  /** Raw 32-byte public key and 64-byte signature, base64url. */
  key: z.string(),
  signature: z.string(),
});
export type Certificate = z.infer<typeof certificateSchema>;

export const certificateStateSchema = z.strictObject({
  certificate: certificateSchema.nullable(),
  revokedAt: instant.nullable(),
  /** Labs still to be done before it can be asked for, by identifier. */
  missing: z.array(z.string()),
});
export type CertificateState = z.infer<typeof certificateStateSchema>;

/** What a verifier needs of this server: its key, and what it took back. */
export const certificateAuthoritySchema = z.strictObject({
  key: z.string(),
  revoked: z.array(z.strictObject({ id: z.string(), at: instant })),
});
export type CertificateAuthority = z.infer<typeof certificateAuthoritySchema>;
export const revokeSchema = z.strictObject({ reason: z.string().trim().min(3).max(280) });
