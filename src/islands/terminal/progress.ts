import { ACK_EVERY } from '../../../server/contract/terminal-frames.ts';

/**
 * Where this page is in the shell's output. Two positions: what has been received, from which a new connection goes on,
 * and what xterm has parsed, which is acknowledged. They differ by what waits in xterm's own queue.
 */
export class Progress {
  #received = -1;
  #acknowledged = 0;
  /** Changes when the output restarts elsewhere: what was queued before counts no more. */
  #epoch = 0;

  /** First byte wanted from a new connection; -1 for whatever is kept. */
  get from(): number {
    return this.#received;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Forgets everything: the next shell is another one. */
  forget(): void {
    this.#received = -1;
    this.#epoch += 1;
  }

  /** @param first whether this connection has just begun: the server then takes this offset as acknowledged. */
  hello(offset: number, reset: boolean, first: boolean): void {
    if (reset) this.#epoch += 1;
    this.#received = offset;
    if (first) this.#acknowledged = offset;
  }

  /** @returns offset after these bytes. */
  receive(bytes: number): number {
    this.#received += bytes;
    return this.#received;
  }

  /**
   * @param offset up to which xterm has parsed; @param epoch the one in which these bytes were received.
   * @returns the offset to acknowledge, or `null` when it is not worth a frame, or not for this connection.
   */
  parsed(offset: number, epoch: number): number | null {
    if (epoch !== this.#epoch || offset - this.#acknowledged < ACK_EVERY) return null;
    this.#acknowledged = offset;
    return offset;
  }
}
