import { describe, expect, it } from 'vitest';
import lab from '../../../labs/trier-les-avis/lab.ts';
import { judge } from '../../support/judge.ts';
import { aContainer, observation } from '../../support/observation.ts';

const names = ['caisse', 'courriel', 'panier', 'recherche'];
const before = names.map((name) => aContainer({ name, imageId: `sha256:${name}` }));
const answering = (atteints: string) =>
  judge(lab, 'atteints-trouves', observation({ baseline: before, containers: before, answers: { atteints } }));

describe('trier-les-avis', () => {
  it.each(['panier recherche', 'Recherche, panier', 'panier et recherche', '/recherche;/panier'])(
    'accepts the two names however written: %s',
    (answer) => expect(answering(answer).status).toBe('passed'),
  );
  it.each([
    ['panier', 'étiquette peut être déplacée'],
    ['recherche', 'attestation vaut pour un produit'],
    ['panier recherche courriel', 'couvert par une attestation'],
    ['panier recherche caisse', 'n’a plus la faille'],
    ['panier recherche catalogue', 'n’est pas l’un des services'],
    ['!!!', 'n’est pas dans votre liste'],
  ])('explains what is wrong with « %s »', (answer, says) => {
    const verdict = answering(answer);
    expect(verdict.status).toBe('failed');
    expect(JSON.stringify(verdict)).toContain(says);
  });

  it('wants the delivered image, not one saved under its name after the fact', () => {
    const recreated = aContainer({ name: 'panier', id: 'f'.repeat(64), imageId: 'sha256:saved' });
    const others = before.filter(({ name }) => name !== 'panier');
    const seen = (id: string) =>
      judge(
        lab,
        'panier-corrige',
        observation({
          baseline: before,
          containers: [...others, recreated],
          engine: { images: [{ id, tags: ['labo/panier:2.1'], size: 1, labels: {} }] },
        }),
      ).status;
    expect(seen('sha256:delivered')).toBe('failed');
    expect(seen('sha256:saved')).toBe('passed');
  });
});
