import type { ErrorCode } from './contract/error-codes.ts';

/** An error whose code may be shown to the person in front of the page. Everything else becomes `internal`. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;

  /** @param detail for the log only, in English. */
  constructor(code: ErrorCode, detail?: string, options?: ErrorOptions) {
    super(detail ?? code, options);
    this.code = code;
  }
}

/** A problem that stops the program and that the operator can repair: the message is French and says what to do. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  /** Exact commands to type, one a line. */
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}
