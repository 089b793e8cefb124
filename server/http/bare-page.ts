import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** A page that this server writes itself, for what the built site cannot do: a form that goes to another site, a frame. */
export interface BarePage {
  title: string;
  /** A paragraph, as text. */
  words: string;
  /** The one thing to do, and its name. */
  button: string;
  way: Form | Window;
}

/** Posts to another site: by itself where scripts run. */
interface Form {
  postTo: string;
  fields: Readonly<Record<string, string>>;
}

/** Leaves the frame of another site for a window of its own. */
interface Window {
  open: string;
  /** Sites that may frame the page. */
  frames: readonly string[];
}

const STYLE = `:root{color-scheme:light dark}body{margin:0 auto;max-width:34rem;padding:2rem 1.25rem;font:1.0625rem/1.6 system-ui,sans-serif}h1{font-size:1.375rem;line-height:1.25;text-wrap:balance}button,a{display:inline-block;font:inherit;font-weight:600;padding:.5rem 1rem;border:0;border-radius:.375rem;background:#0b5c6b;color:#fff;text-decoration:none;cursor:pointer}:focus-visible{outline:3px solid #d9822b;outline-offset:2px}`;
const SUBMIT = 'document.forms[0].submit()';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Pure. */
export function barePageHtml({ title, words, button, way }: BarePage): string {
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
<p>${escaped(words)}</p>
${'open' in way ? `<p><a href="${escaped(way.open)}" target="_blank">${escaped(button)}</a></p>` : formHtml(way, button)}
</main>
</body>
</html>
`;
}

function formHtml({ postTo, fields }: Form, button: string): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  return `<form method="post" action="${escaped(postTo)}">${inputs.join('')}<button>${escaped(button)}</button></form>
<script>${SUBMIT}</script>`;
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Nothing but its own style, and for a form its own script and the place it goes to; `https:` besides, for browsers apply
 * `form-action` to the redirections that follow as well, and only the platform knows these. Pure.
 */
export const barePagePolicy = ({ way }: BarePage): string =>
  [
    "default-src 'none'",
    `style-src ${hash(STYLE)}`,
    ...('postTo' in way
      ? [`script-src ${hash(SUBMIT)}`, `form-action ${new URL(way.postTo).origin} https:`, "frame-ancestors 'none'"]
      : ["form-action 'none'", `frame-ancestors ${way.frames.join(' ') || "'none'"}`]),
    "base-uri 'none'",
  ].join('; ');

export function sendBarePage(reply: FastifyReply, page: BarePage): void {
  if ('frames' in page.way) reply.removeHeader('x-frame-options');
  reply.header('content-security-policy', barePagePolicy(page));
  reply.type('text/html; charset=utf-8').send(barePageHtml(page));
}
