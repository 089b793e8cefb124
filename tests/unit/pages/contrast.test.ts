import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../src/styles/tokens.css', import.meta.url), 'utf8');

/** The custom properties of one block of `tokens.css`. */
function tokens(selector: string): Record<string, string> {
  const start = css.indexOf(selector);
  const block = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** WCAG 2.2 relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const SURFACES = ['paper', 'surface', 'surface-strong'];
const TEXTS: [text: string, surfaces: string[]][] = [
  ['ink', [...SURFACES, 'watertight-soft', 'leak-soft']],
  ['ink-soft', SURFACES],
  ['ink-faint', ['paper', 'surface']],
  ['watertight', [...SURFACES, 'watertight-soft']],
  ['on-watertight', ['watertight', 'watertight-strong']],
  ['leak', ['paper', 'surface', 'leak-soft']],
  ['code-blue', ['paper', 'surface']],
  ['code-plum', ['paper', 'surface']],
];

describe.each([
  ['light', ":root[data-theme='light']"],
  ['dark', ":root[data-theme='dark']"],
])('the colours of the %s theme', (_theme, selector) => {
  const colour = tokens(selector);

  it.each(TEXTS)('%s can be read on %s', (text, surfaces) => {
    for (const surface of surfaces)
      expect(contrast(colour[text]!, colour[surface]!), surface).toBeGreaterThanOrEqual(4.5);
  });

  it('shows the edges of controls', () => {
    for (const surface of ['paper', 'surface'])
      expect(contrast(colour['line-control']!, colour[surface]!)).toBeGreaterThanOrEqual(3);
  });
});

it('the terminal can be read', () => {
  const colour = tokens('/* The terminal keeps');
  for (const text of ['terminal-ink', 'terminal-faint', 'terminal-watertight', 'terminal-leak']) {
    for (const surface of ['terminal-paper', 'terminal-bar'])
      expect(contrast(colour[text]!, colour[surface]!)).toBeGreaterThanOrEqual(4.5);
  }
});
