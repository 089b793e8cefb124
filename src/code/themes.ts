import { ExpressiveCodeTheme } from '@astrojs/starlight/expressive-code';

interface Palette {
  name: string;
  type: 'light' | 'dark';
  paper: string;
  ink: string;
  faint: string;
  blue: string;
  plum: string;
}

/** Code in few colours: ink, one blue for what is quoted, one plum for what is fixed, grey for comments. */
const theme = ({ name, type, paper, ink, faint, blue, plum }: Palette): ExpressiveCodeTheme =>
  new ExpressiveCodeTheme({
    name,
    type,
    colors: { 'editor.background': paper, 'editor.foreground': ink },
    settings: [
      { settings: { foreground: ink } },
      { scope: ['comment', 'punctuation.definition.comment'], settings: { foreground: faint, fontStyle: 'italic' } },
      { scope: ['string', 'punctuation.definition.string', 'markup.inline.raw'], settings: { foreground: blue } },
      { scope: ['constant', 'support.constant', 'keyword.operator.assignment'], settings: { foreground: plum } },
      { scope: ['constant.other.option', 'constant.character.escape'], settings: { foreground: plum } },
      { scope: ['variable', 'punctuation.definition.variable', 'meta.property-name'], settings: { foreground: plum } },
      {
        scope: ['entity.name.function', 'entity.name.command', 'support.function', 'keyword', 'storage'],
        settings: { fontStyle: 'bold' },
      },
      { scope: ['entity.name.tag', 'support.type.property-name'], settings: { foreground: blue } },
    ],
  });

export const lightCode = theme({
  name: 'etanche-clair',
  type: 'light',
  paper: '#f2f5f5',
  ink: '#14222a',
  faint: '#566870',
  blue: '#22577f',
  plum: '#6a3f7c',
});

export const darkCode = theme({
  name: 'etanche-sombre',
  type: 'dark',
  paper: '#162228',
  ink: '#e6edef',
  faint: '#97a8af',
  blue: '#8cc3ec',
  plum: '#cfa6e0',
});
