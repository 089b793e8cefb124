/** @type {import('dependency-cruiser').IConfiguration} */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: '^(content|labs|server|src|tests)/', pathNot: allowed },
});
/** Leaves of server/ that every room may use. */
const leaves = '^server/(errors|logger|key-file|retrying-loop)[.]ts$';
/** A room may use the types of the configuration, never read it. */
const kit = '^labs/[^/]+[.]ts$';
/** What an island may use, beside the other islands that it names. */
const ground = [
  '^src/(lib|client|components/brand)/',
  '^src/islands/shared/',
  '^server/contract/',
  '^labs/schema[.]ts$',
];
const island = (name, others = []) =>
  only(
    `island-${name}`,
    `^src/islands/${name}/`,
    [...ground, ...[name, ...others].map((each) => `^src/islands/${each}/`)],
    'what two islands need is in src/islands/shared',
  );
const port = '^server/sandbox/sandbox-host[.]ts$';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(astro|virtual):|^(node-pty|socket[.]io-client)$' },
    },
    { name: 'nobody-imports-tests', severity: 'error', from: { pathNot: '^tests/' }, to: { path: '^tests/' } },

    only('labs-are-the-bottom', '^labs/', '^labs/', 'labs describe exercises; they know no server and no page'),
    {
      name: 'a-lab-is-an-island',
      severity: 'error',
      comment: 'a lab imports the kit (labs/*.ts) or its own files, never another lab',
      from: { path: '^labs/([^/]+)/' },
      to: { path: '^labs/[^/]+/', pathNot: '^labs/$1/' },
    },
    { name: 'kit-does-not-know-labs', severity: 'error', from: { path: kit }, to: { path: '^labs/[^/]+/' } },
    {
      name: 'what-the-browser-shares-is-pure',
      severity: 'error',
      comment: 'contract, lab schema and checks run on both sides',
      from: { path: ['^server/contract/', '^labs/(schema|check|observation|facts|lab)[.]ts$', '^labs/[^/]+/'] },
      to: { dependencyTypes: ['core'] },
    },

    only(
      'contract-is-pure',
      '^server/contract/',
      ['^server/contract/', '^labs/(schema|check)[.]ts$'],
      'runs in the browser too',
    ),
    only(
      'src-sees-only-the-contract',
      '^src/(?!content[.]config[.]ts)',
      ['^src/', '^server/contract/', '^labs/schema[.]ts$'],
      'the front end talks HTTP and WebSocket, not modules',
    ),
    only(
      'island-shared',
      '^src/islands/shared/',
      ['^src/islands/shared/', '^src/lib/', '^server/contract/', '^labs/schema[.]ts$'],
      'what islands share knows none of them',
    ),
    island('terminal'),
    island('entry'),
    island('class-strip'),
    island('certificate'),
    island('lti', ['entry']),
    island('formation'),
    island('room', ['formation', 'terminal']),
    island('lab-dock', ['entry', 'class-strip', 'terminal']),
    only('store-layer', '^server/store/', ['^server/store/', leaves], 'the database knows no feature'),
    only(
      'engine-layer',
      '^server/engine/',
      ['^server/engine/', '^server/sandbox/exec-stream[.]ts$', '^server/config[.]ts$', leaves],
      'finds or makes the lab engine',
    ),
    only(
      'sandbox-layer',
      '^server/sandbox/',
      ['^server/sandbox/', '^server/engine/(engine-handle|frozen-removal)[.]ts$', '^server/config[.]ts$', leaves, kit],
      'the one door to Docker',
    ),
    only('fleet-layer', '^server/fleet/', ['^server/fleet/', '^server/store/', port, leaves], 'lifecycle and pool'),
    only(
      'grading-layer',
      '^server/grading/',
      ['^server/grading/', '^server/contract/', port, leaves, kit],
      'observation and evaluation',
    ),
    only(
      'attempts-layer',
      '^server/attempts/',
      ['^server/(attempts|fleet|grading|store|contract)/', '^server/config[.]ts$', port, leaves, kit],
      'one learner on one lab',
    ),
    only('accounts-layer', '^server/accounts/', ['^server/(accounts|store|contract)/', leaves], 'who is there'),
    only(
      'terminal-layer',
      '^server/terminal/',
      ['^server/(terminal|contract)/', leaves],
      'bytes; knows neither Docker nor accounts',
    ),
    only(
      'recording-layer',
      '^server/recording/',
      ['^server/(recording|store|contract)/', '^server/terminal/(holder-protocol|input-bucket)[.]ts$', leaves],
      'one more viewer of a terminal, which writes',
    ),
    only(
      'classroom-layer',
      '^server/classroom/',
      ['^server/(classroom|attempts|store|contract)/', '^server/config[.]ts$', leaves, kit],
      'a class, its room, its results',
    ),
    only(
      'certificates-layer',
      '^server/certificates/',
      ['^server/(certificates|store|contract)/', leaves, kit],
      'who has finished',
    ),
    only(
      'xapi-layer',
      '^server/xapi/',
      ['^server/(xapi|attempts|store|contract)/', '^server/config[.]ts$', leaves, kit],
      'what learners do, said to a learning record store',
    ),
    only(
      'lti-layer',
      '^server/lti/',
      ['^server/(lti|accounts|attempts|store|contract)/', leaves, kit],
      'people who come from a learning platform, and the scores it is told',
    ),
    only(
      'http-layer',
      '^server/http/',
      [
        '^server/(http|attempts|accounts|classroom|certificates|recording|lti|contract)/',
        '^server/store/(schema|audit)[.]ts$',
        leaves,
      ],
      'the edge',
    ),
    {
      name: 'only-main-imports-app',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/(main[.]ts$|cli/)' },
      to: { path: '^server/app[.]ts$' },
    },
    {
      name: 'one-door-to-docker',
      severity: 'error',
      comment: 'dockerode stays behind the sandbox host and the lab engine',
      from: { pathNot: ['^server/(sandbox|engine)/', '^tests/'] },
      to: { path: 'node_modules/(@types/)?dockerode' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^[.]astro/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
};
