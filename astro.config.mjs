import { existsSync } from 'node:fs';
import { unified } from '@astrojs/markdown-remark';
import preact from '@astrojs/preact';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { CHAPTERS } from './labs/schema.ts';
import { precompress } from './src/build/precompress.ts';
import { glossaryLinks } from './src/code/glossary-links.ts';
import { headingIds } from './src/code/heading-ids.ts';
import { runnableBlock } from './src/code/runnable-block.ts';
import { shortCode } from './src/code/short-code.ts';
import { darkCode, lightCode } from './src/code/themes.ts';
import { CHAPTER_TITLES } from './src/lib/chapters.ts';

const published = CHAPTERS.filter((slug) => existsSync(new URL(`./content/${slug}.mdx`, import.meta.url)));
const frame = (name) => `./src/components/frame/${name}.astro`;
const SHELL = 'sh,bash,shell,console,text';

export default defineConfig({
  publicDir: './src/public',
  // Loses no space: the formatter breaks lines of text wherever it likes.
  compressHTML: true,
  // Styles come with the page: nothing is waited for before the first words are drawn.
  build: { inlineStylesheets: 'always' },
  // No script inlined: the server’s content security policy then has few to vouch for.
  vite: { build: { assetsInlineLimit: 0 } },
  // Authors type their own typography, as French wants it.
  markdown: { processor: unified({ smartypants: false, rehypePlugins: [headingIds, shortCode, glossaryLinks] }) },
  integrations: [
    starlight({
      title: 'Étanche',
      titleDelimiter: '·',
      disable404Route: true,
      description:
        'Apprendre la sécurité de Docker en la pratiquant : un cours en français, un vrai terminal, des objectifs qui se vérifient seuls.',
      locales: { root: { label: 'Français', lang: 'fr' } },
      markdown: { processedDirs: ['./content'] },
      favicon: '/favicon.svg',
      customCss: ['fonts', 'tokens', 'base', 'frame', 'prose', 'code', 'print'].map(
        (name) => `./src/styles/${name}.css`,
      ),
      expressiveCode: {
        themes: [darkCode, lightCode],
        useStarlightUiThemeColors: false,
        useStarlightDarkModeSwitch: true,
        plugins: [runnableBlock()],
        defaultProps: { wrap: true, overridesByLang: { [SHELL]: { frame: 'none' } } },
        styleOverrides: {
          borderRadius: '3px',
          borderWidth: '0px',
          codeFontFamily: 'var(--font-mono)',
          codeFontSize: '0.9375rem',
          codeLineHeight: '1.6',
          codePaddingInline: '1.125rem',
          codePaddingBlock: '0.875rem',
          uiFontFamily: 'var(--font-ui)',
          uiFontSize: '0.9375rem',
          frames: {
            frameBoxShadowCssValue: 'none',
            editorActiveTabIndicatorTopColor: 'transparent',
            editorActiveTabIndicatorBottomColor: 'transparent',
            editorTabBarBackground: 'var(--surface-strong)',
            editorTabBarBorderBottomColor: 'transparent',
            editorActiveTabBackground: 'transparent',
            editorActiveTabForeground: 'var(--ink-soft)',
            tooltipSuccessBackground: 'var(--watertight)',
            tooltipSuccessForeground: 'var(--on-watertight)',
          },
        },
      },
      components: {
        ContentPanel: frame('ContentPanel'),
        Footer: frame('Footer'),
        Head: frame('Head'),
        Header: frame('Header'),
        PageFrame: frame('PageFrame'),
        PageSidebar: frame('PageSidebar'),
        PageTitle: frame('PageTitle'),
        Search: frame('Search'),
        Sidebar: frame('Sidebar'),
        SiteTitle: frame('SiteTitle'),
        SkipLink: frame('SkipLink'),
        ThemeProvider: frame('ThemeProvider'),
        TwoColumnContent: frame('TwoColumnContent'),
      },
      sidebar: [
        ...published.map((slug) => ({ label: CHAPTER_TITLES[slug], link: `/${slug}/` })),
        { label: 'Tous les exercices', link: '/exercices/' },
      ],
    }),
    preact(),
    precompress(),
  ],
});
