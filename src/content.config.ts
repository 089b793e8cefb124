import { fileURLToPath } from 'node:url';
import { i18nLoader } from '@astrojs/starlight/loaders';
import { docsSchema, i18nSchema } from '@astrojs/starlight/schema';
import { glob, type Loader } from 'astro/loaders';
import { defineCollection } from 'astro:content';
import { z } from 'astro/zod';
import { readCatalog } from '../labs/catalog.ts';
import { labMetaSchema } from '../labs/schema.ts';

/** The public face of every lab, with its scenario rendered: solutions, hints and check code never reach the pages. */
const labsLoader: Loader = {
  name: 'labs',
  async load(context) {
    const directory = fileURLToPath(new URL('labs/', context.config.root));
    const refill = async (fresh: string) => {
      const entries = await readCatalog(directory, fresh);
      context.store.clear();
      for (const { meta } of entries) {
        const data = { ...meta };
        const rendered = await context.renderMarkdown(meta.scenario);
        context.store.set({ id: meta.id, data, rendered, digest: context.generateDigest(data) });
      }
    };
    await refill('');
    context.watcher?.add(directory);
    context.watcher?.on('change', (path) => {
      if (path.startsWith(directory)) void refill(String(Date.now()));
    });
  },
};

const choice = z.strictObject({
  text: z.string(),
  correct: z.literal(true).optional(),
  explanation: z.string(),
});

const question = z.strictObject({
  question: z.string(),
  choices: z
    .array(choice)
    .min(2)
    .refine((choices) => choices.filter((one) => one.correct).length === 1, 'une bonne réponse, et une seule'),
});

export const collections = {
  docs: defineCollection({
    loader: glob({ base: './content', pattern: '**/[^_]*.mdx' }),
    schema: docsSchema({
      extend: z.object({
        /** Number of the chapter, from 1; absent on pages that are not chapters. */
        order: z.number().int().optional(),
        /** Reading time and labs together. */
        minutes: z.number().int().optional(),
        objectives: z.array(z.string()).optional(),
      }),
    }),
  }),
  quiz: defineCollection({
    loader: glob({ base: './content/quiz', pattern: '*.yaml' }),
    schema: z.strictObject({ questions: z.array(question).min(1).max(20) }),
  }),
  i18n: defineCollection({ loader: i18nLoader(), schema: i18nSchema() }),
  labs: defineCollection({ loader: labsLoader, schema: labMetaSchema }),
};
