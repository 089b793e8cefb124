/** CAN leaves any sequence cut in its middle, RIS clears everything: in the stream, so after what was written before. */
export const CLEAR = '\x18\x1bc';
