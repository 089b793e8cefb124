import type { Finding } from './finding.ts';

export interface Diagram {
  /** `src/components/schemas/<name>.astro`. */
  file: string;
  name: string;
  source: string;
}

const SHORTEST_DESCRIPTION = 80;

/** A diagram has a text alternative, the theme's colours, and nothing from elsewhere. */
export function diagramFaults({ file, source }: Diagram): Finding[] {
  const attribute = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(source)?.[1] ?? '';
  const faults: string[] = [];
  if (!/<Schema\s/.test(source)) faults.push('le dessin est dans <Schema>, qui porte son texte de remplacement');
  if (!/^[a-z][a-z-]+$/.test(attribute('id'))) faults.push('un identifiant en minuscules et traits d’union');
  if (attribute('title').length < 10) faults.push('un titre');
  if (attribute('description').length < SHORTEST_DESCRIPTION) faults.push(`une description d’au moins ${SHORTEST_DESCRIPTION} caractères`);
  if (/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(/i.test(source)) faults.push('les couleurs du thème (var(--…)), jamais une couleur écrite');
  if (/\b(?:xlink:)?href=|\burl\(|<image\b/.test(source)) faults.push('rien d’extérieur au dessin');
  return faults.map((message) => ({ file, line: 1, message: `il faut ${message}` }));
}
