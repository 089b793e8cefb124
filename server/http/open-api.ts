import { z } from 'zod';
import { ERROR_CODES } from '../contract/error-codes.ts';
import { ROUTES } from '../contract/routes.ts';
import type { Route } from '../contract/routes/route.ts';

const MEDIA = {
  events: 'text/event-stream',
  csv: 'text/csv',
  asciicast: 'application/x-asciicast',
  html: 'text/html',
} as const;

const errorSchema = z.strictObject({
  error: z.strictObject({ code: z.enum(ERROR_CODES), reference: z.string().optional() }),
});

type Json = Record<string, unknown>;

/** The table of routes as an OpenAPI 3.1 document. Pure. @param version of the program. */
export function openApi(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(ROUTES) as [string, Route][]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(name, route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Étanche', version, license: { name: 'MIT' } },
    paths,
    components: {
      securitySchemes: {
        learner: { type: 'apiKey', in: 'cookie', name: 'etanche' },
        trainer: { type: 'apiKey', in: 'cookie', name: 'etanche-formation' },
      },
    },
  };
}

function operation(name: string, route: Route): Json {
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, parameter = '']) => parameter);
  const parameters: Json[] = names.map((parameter) => ({
    name: parameter,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  if (route.method !== 'GET' && !route.form) {
    parameters.push({ name: 'x-etanche', in: 'header', required: true, schema: { const: '1' } });
  }
  return {
    operationId: name,
    summary: route.summary,
    tags: [name.split('.')[0]],
    security: route.access === 'public' ? [] : [{ [route.access === 'learner' ? 'learner' : 'trainer']: [] }],
    'x-access': route.access,
    parameters,
    ...(route.body ? { requestBody: { required: true, content: content(route.body, 'input', route.form) } } : {}),
    responses: {
      ...success(route),
      default: { description: 'Refus : un code, jamais un message interne.', content: content(errorSchema, 'output') },
    },
  };
}

function success({ answer }: Route): Json {
  if (answer === 'nothing') return { 204: { description: 'Fait.' } };
  if (answer === 'redirect') return { 302: { description: 'Ailleurs.' } };
  const written =
    typeof answer === 'string' ? { [MEDIA[answer]]: { schema: { type: 'string' } } } : content(answer, 'output');
  return { 200: { description: 'Réponse.', content: written } };
}

const content = (schema: z.ZodType, io: 'input' | 'output', form = false): Json => {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return { [form ? 'application/x-www-form-urlencoded' : 'application/json']: { schema: described } };
};
