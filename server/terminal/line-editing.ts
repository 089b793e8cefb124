const LINE_FEED = 0x0a;
/** Backspace, tab, escape (arrows): they edit a line. The other control characters end it, or act on what runs. */
const EDITING: ReadonlySet<number> = new Set([0x08, 0x09, 0x1b]);

const isEditing = (byte: number): boolean => byte >= 0x20 || EDITING.has(byte);

/**
 * Tells a line being typed, and its echo, from what may change the state of a sandbox: a class that types would otherwise
 * have its sandboxes observed at every key. What is missed, the slow pulse of `LiveEvaluation` catches.
 */
export class LineEditing {
  #underWay = false;

  /** @returns whether these keys may have run or stopped something. */
  typed(bytes: Uint8Array): boolean {
    this.#underWay = bytes.every(isEditing);
    return !this.#underWay;
  }

  /** @returns whether this output is more than the echo of the line being typed. */
  shown(bytes: Uint8Array): boolean {
    return !this.#underWay || bytes.includes(LINE_FEED);
  }
}
