/** The components that chapters may use, and the only ones. */
export { default as Exercice } from './Exercice.astro';
export { default as Figure } from './Figure.astro';
export { default as Quiz } from './Quiz.astro';
export { default as Retenir } from './Retenir.astro';
