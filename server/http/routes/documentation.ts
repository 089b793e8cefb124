import { ROUTES } from '../../contract/routes.ts';
import type { Access, Route } from '../../contract/routes/route.ts';
import type { ApiRouter } from '../api-router.ts';
import { openApi } from '../open-api.ts';

const VERSION = '1';

const ACCESS: Readonly<Record<Access, string>> = {
  public: 'tout le monde',
  learner: 'qui apprend',
  trainer: 'qui enseigne',
  class: 'qui anime la classe',
  administrator: 'qui administre',
};

export function serveDocumentation(router: ApiRouter): void {
  const document = openApi(VERSION);
  router.serve('openapi', async () => document);
  router.serve('documentation', async () => page());
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The same, to be read: no script, no style but the browser's. */
function page(): string {
  const rows = (Object.values(ROUTES) as Route[]).map(
    ({ method, path, access, summary }) =>
      `<tr><td>${method}</td><td><code>${escaped(path)}</code></td><td>${ACCESS[access]}</td><td>${escaped(summary)}</td></tr>`,
  );
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Interface de programmation · Étanche</title></head><body><main>
<h1>Interface de programmation</h1>
<p>Tout est en JSON, avec les témoins de session de ce site. Une méthode qui change quelque chose demande l’en-tête <code>x-etanche: 1</code>. Le détail de chaque corps et de chaque réponse : <a href="/api/openapi.json">description OpenAPI 3.1</a>.</p>
<table><caption>Les routes</caption><thead><tr><th scope="col">Méthode</th><th scope="col">Adresse</th><th scope="col">Pour</th><th scope="col">Ce qu’elle fait</th></tr></thead>
<tbody>${rows.join('')}</tbody></table></main></body></html>`;
}
