/** Bytes on their way above which the sandbox's output is no longer read, and below which it is read again. */
export const HIGH_WATER = 256 * 1024;
export const LOW_WATER = 64 * 1024;

/**
 * Counts one viewer's output in absolute offsets: what was sent to the browser and what it says it has parsed.
 * Pure: it decides, the connection acts. Cumulative counters heal a lost acknowledgement.
 */
export class FlowControl {
  #sent: number | null = null;
  #acknowledged = 0;
  #paused = false;

  /** True while the output should not be read. */
  get paused(): boolean {
    return this.#paused;
  }

  /** Offset of the next byte to send; `null` before the first hello. */
  get position(): number | null {
    return this.#sent;
  }

  /**
   * The stream says at which offset it goes on. The gap of a leap counts as sent, so that a browser that does not
   * follow is not sent leaps without end.
   * @returns false when the offset goes back, which no honest stream says.
   */
  hello(offset: number): boolean {
    if (this.#sent === null) {
      this.#sent = offset;
      this.#acknowledged = offset;
      return true;
    }
    if (offset < this.#sent) return false;
    this.#sent = offset;
    this.#decide();
    return true;
  }

  /** @returns false when nothing was announced yet. */
  sent(bytes: number): boolean {
    if (this.#sent === null) return false;
    this.#sent += bytes;
    this.#decide();
    return true;
  }

  /** @returns false for an offset beyond what was sent, or before one already acknowledged. */
  acknowledge(offset: number): boolean {
    if (this.#sent === null || offset > this.#sent || offset < this.#acknowledged) return false;
    this.#acknowledged = offset;
    this.#decide();
    return true;
  }

  #decide(): void {
    const onTheWay = (this.#sent ?? 0) - this.#acknowledged;
    if (onTheWay > HIGH_WATER) this.#paused = true;
    else if (onTheWay < LOW_WATER) this.#paused = false;
  }
}
