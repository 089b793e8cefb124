import { existsSync } from 'node:fs';
import preact from '@astrojs/preact';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { CHAPTERS } from './labs/schema.ts';
import { CHAPTER_TITLES } from './src/lib/chapters.ts';

const published = CHAPTERS.filter((slug) => existsSync(new URL(`./content/${slug}.mdx`, import.meta.url)));

export default defineConfig({
  integrations: [
    starlight({
      title: 'Étanche',
      description: 'Apprendre la sécurité de Docker en la pratiquant : un cours en français, un vrai terminal, des objectifs qui se vérifient seuls.',
      locales: { root: { label: 'Français', lang: 'fr' } },
      markdown: { processedDirs: ['./content'] },
      sidebar: [
        ...published.map((slug) => ({ label: CHAPTER_TITLES[slug], link: `/${slug}/` })),
        { label: 'Tous les exercices', link: '/exercices/' },
      ],
    }),
    preact(),
  ],
});
