/** Every error that may reach a browser. The front end must have a French sentence for each: the compiler checks it. */
export const ERROR_CODES = [
  'bad-request',
  'not-signed-in',
  'forbidden',
  'not-found',
  'lab-not-found',
  'attempt-not-found',
  'attempt-ended',
  'attempt-preparing',
  'pseudonym-invalid',
  'pseudonym-taken',
  'class-code-unknown',
  'class-closed',
  'class-full',
  'class-required',
  'class-not-found',
  'learner-not-found',
  'not-in-a-class',
  'lab-closed',
  'resume-code-unknown',
  'trainer-not-signed-in',
  'credentials-invalid',
  'second-factor-needed',
  'second-factor-invalid',
  'invitation-invalid',
  'login-taken',
  'trainer-not-found',
  'last-administrator',
  'account-closed',
  'account-without-password',
  'password-common',
  'password-expected',
  'open-id-refused',
  'nothing-live',
  'consent-needed',
  'certificate-not-earned',
  'certificate-not-found',
  'recording-not-found',
  'too-many-requests',
  'too-many-terminals',
  'capacity-full',
  'sandbox-unavailable',
  'extension-exhausted',
  'solution-locked',
  'no-more-hints',
  'ticket-invalid',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Body of every answer that is not a success. */
export interface ErrorBody {
  error: {
    code: ErrorCode;
    /** Identifier to give to whoever runs the server; present for `internal`. */ reference?: string;
  };
}
