/** The parts of the home page, in the order of `content/index.mdx`. */
export { default as Contents } from './Contents.astro';
export { default as Demonstration } from './Demonstration.astro';
export { default as Promise } from './Promise.astro';
export { default as Resume } from './Resume.astro';
