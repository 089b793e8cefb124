import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** A page that this server writes itself, for what the built site cannot do: forms that go to another site, frames. */
export interface BarePage {
  title: string;
  /** Paragraphs, as text. */
  words: readonly string[];
  form: {
    method: 'get' | 'post';
    action: string;
    fields: Readonly<Record<string, string>>;
    button: string;
    /** Opens a window of its own. */
    apart?: boolean;
    /** Goes by itself where scripts run. */
    atOnce?: boolean;
  };
  /** Sites that may frame it. */
  frames?: readonly string[];
}

const STYLE = `:root{color-scheme:light dark}body{margin:0 auto;max-width:34rem;padding:2rem 1.25rem;font:1.0625rem/1.6 system-ui,sans-serif}h1{font-size:1.375rem;line-height:1.25;text-wrap:balance}button{font:inherit;font-weight:600;padding:.5rem 1rem;border:0;border-radius:.375rem;background:#0b5c6b;color:#fff;cursor:pointer}button:focus-visible{outline:3px solid #d9822b;outline-offset:2px}`;
const SUBMIT = 'document.forms[0].submit()';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Pure. */
export function barePageHtml({ title, words, form }: BarePage): string {
  const fields = Object.entries(form.fields).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)} | Étanche</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${words.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('\n')}
<form method="${form.method}" action="${escaped(form.action)}"${form.apart ? ' target="_blank"' : ''}>
${fields.join('')}
<button>${escaped(form.button)}</button>
</form>
</main>
${form.atOnce ? `<script>${SUBMIT}</script>` : ''}
</body>
</html>
`;
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing but its own style, its own script when it has one, and the place that its form goes to. Pure. */
export const barePagePolicy = ({ form, frames = [] }: BarePage): string =>
  [
    "default-src 'none'",
    `style-src ${hash(STYLE)}`,
    ...(form.atOnce ? [`script-src ${hash(SUBMIT)}`] : []),
    `form-action ${URL.canParse(form.action) ? new URL(form.action).origin : "'self'"}`,
    "base-uri 'none'",
    `frame-ancestors ${frames.length === 0 ? "'none'" : frames.join(' ')}`,
  ].join('; ');

export function sendBarePage(reply: FastifyReply, page: BarePage): void {
  if (page.frames?.length) reply.removeHeader('x-frame-options');
  reply.header('content-security-policy', barePagePolicy(page));
  reply.type('text/html; charset=utf-8').send(barePageHtml(page));
}
