/**
 * What may be pasted: text, tabs and line ends. Control characters could close the paste that the shell was told of, and
 * run what follows; so they go.
 */
export const pastedText = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '');

/** A command from the page, to be typed without being run: its last line has no end. */
export const typedCommand = (text: string): string => pastedText(text).replace(/[\r\n]+$/, '');
