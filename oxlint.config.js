/**
 * The linter's rules, and with them which room of `src` may import from which: arrows point one way.
 *
 * Run with `oxlint -c`: by itself the linter finds only JSON and TypeScript, and TypeScript only under newer versions of Node.
 */

const TFJS = ['@tensorflow/tfjs-*', '@tensorflow/tfjs-*/**'];
const REACT = ['react', 'react/**', 'react-dom', 'react-dom/**'];
const D3 = ['d3', 'd3-*'];
const ZUSTAND = ['zustand', 'zustand/**'];
/** Rooms of what is brought and taken along: neither page nor worker, and Node has them too. */
const BROUGHT = [
  'formats',
  'keep',
  'images',
  'weights',
  'runs',
  'experiments',
  'logs',
  'pytorch',
  'onnx',
  'exports',
];

/**
 * The parts of `studies`: what both sides know of a kind, what the worker computes, and the page's, which is all else: `page`
 * and the views. `OF_…` is how such a part is imported from another.
 */
const SHARED_OF_STUDIES = ['src/studies/kinds.ts', 'src/studies/*/kind.ts'];
const COMPUTE_OF_STUDIES = ['src/studies/compute*.ts', 'src/studies/*/compute*.ts', 'src/studies/worker.ts'];
const OF_COMPUTE = ['**/compute', '**/compute-*', '**/worker'];
const OF_PAGE = ['**/page/**', '**/View*', '**/verdict'];

/** What belongs to all of the compute side. */
const COMPUTE = [
  'keep',
  'runs',
  'formats',
  'images',
  'logs',
  'weights',
  'pytorch/tensors',
  'config',
  'architecture',
  'contract',
  'data',
  'ops',
  'network',
  'engine',
  'training',
  'studies',
];
/** What belongs to all of the page. */
const PAGE = [
  'config',
  'architecture',
  'contract',
  'lessons',
  'i18n',
  'glossary',
  'state',
  'client',
  'charts',
  'studies',
  'ui',
  'service-worker/messages',
  ...BROUGHT,
];

/**
 * The rooms. Each may import from itself, from the rooms and single files in `from`, and the packages in `packages`; tests
 * besides from `testing`. A room with `files` is that part of its folder, and may not import from what `not` names of the other
 * parts. Of two entries that name a file, the later holds.
 */
export const ROOMS = [
  { room: 'config', from: [] },
  { room: 'architecture', from: ['config'] },
  { room: 'contract', from: ['config', 'architecture', 'studies/kinds'] },
  {
    room: 'data',
    from: ['config', 'contract', 'keep', 'images/kept'],
    packages: ['pure-rand', 'pure-rand/**'],
  },
  { room: 'formats', from: [], packages: ['fflate', 'modern-tar', 'modern-tar/**'] },
  { room: 'keep', from: [], packages: ['idb-keyval'] },
  { room: 'service-worker', from: [] },
  { room: 'images', from: ['config', 'formats', 'keep'] },
  { room: 'pytorch', from: ['config', 'architecture', 'contract', 'formats'] },
  { room: 'onnx', from: ['config', 'architecture', 'formats', 'pytorch/tensors'], packages: ['pbf'] },
  {
    room: 'exports',
    from: [
      'config',
      'architecture',
      'contract',
      'formats',
      'pytorch',
      'onnx',
      'images/kept',
      'data/image-set',
    ],
  },
  { room: 'weights', from: ['config', 'architecture', 'formats', 'keep', 'pytorch/tensors'] },
  { room: 'runs', from: ['config', 'architecture', 'contract', 'formats', 'keep'] },
  {
    room: 'experiments',
    from: ['config', 'architecture', 'contract', 'formats', 'keep', 'runs', 'lessons'],
    packages: ['idb-keyval'],
  },
  { room: 'logs', from: ['config', 'state/thinning'] },
  { room: 'ops', from: ['config', 'architecture', 'data/random'], packages: TFJS },
  { room: 'network', from: ['config', 'architecture', 'ops', 'data/random'], packages: TFJS },
  {
    room: 'engine',
    from: ['config', 'architecture', 'contract', 'ops', 'data/random', 'data/download'],
    packages: TFJS,
  },
  {
    room: 'training',
    from: ['config', 'architecture', 'contract', 'data', 'ops', 'network', 'engine', 'weights'],
    packages: TFJS,
  },
  { room: 'worker', from: COMPUTE, packages: TFJS, not: OF_PAGE },
  {
    room: 'worker',
    files: ['src/worker/take*.ts'],
    from: [...COMPUTE, 'pytorch', 'exports', 'logs/hook.py?raw'],
    not: OF_PAGE,
  },
  {
    room: 'i18n',
    from: [
      'config',
      'architecture',
      'contract',
      'lessons',
      'state',
      'studies/kinds',
      'studies/*/kind',
      // What can be wrong with what is brought.
      'formats/errors',
      'experiments/report',
      'images/report',
      'weights/gaps',
    ],
    packages: [...REACT, ...ZUSTAND, 'd3-format'],
  },
  { room: 'lessons', from: ['config', 'architecture', 'contract', 'studies/kinds'] },
  {
    room: 'state',
    from: ['config', 'architecture', 'contract', 'lessons', 'studies/kinds', 'runs'],
    packages: [...REACT, ...ZUSTAND],
  },
  {
    room: 'client',
    // The worker is known by its address only.
    from: [
      'config',
      'architecture',
      'contract',
      'studies/kinds',
      'i18n',
      'state',
      'worker/trainer.worker.ts?worker&url',
      'worker/import.worker.ts?worker&url',
      'worker/take.worker.ts?worker&url',
      'worker/logs.worker.ts?worker&url',
      'worker/keep.worker.ts?worker&url',
      'images',
      'keep',
      'weights',
      'runs',
      'logs',
    ],
    packages: ZUSTAND,
  },
  // Its terms are explained in charts as well as on the page around them.
  { room: 'glossary', from: ['i18n'], packages: [...REACT, ...ZUSTAND] },
  {
    room: 'charts',
    from: ['config', 'architecture', 'contract', 'i18n', 'glossary', 'state'],
    packages: [...REACT, ...D3, ...ZUSTAND],
  },
  {
    room: 'ui',
    from: PAGE,
    packages: [
      ...REACT,
      ...D3,
      ...ZUSTAND,
      'qr',
      'temml',
      'mdast',
      'mdast-util-from-markdown',
      'mdast-util-math',
      'micromark-extension-math',
    ],
    not: OF_COMPUTE,
  },
  { room: 'studies', from: PAGE, packages: [...REACT, ...D3, ...ZUSTAND], not: OF_COMPUTE },
  { room: 'studies', files: COMPUTE_OF_STUDIES, from: COMPUTE, packages: TFJS, not: OF_PAGE },
  {
    room: 'studies',
    files: SHARED_OF_STUDIES,
    from: ['config', 'architecture', 'contract'],
    not: [...OF_COMPUTE, ...OF_PAGE],
  },
  { room: 'main', files: ['src/main.ts'], from: PAGE, packages: [...REACT, ...ZUSTAND], not: OF_COMPUTE },
];

const FOLDERS = [...new Set(ROOMS.map(({ room }) => room)), 'testing'].filter((room) => room !== 'main');

/**
 * The rule of a room: one list, in which later entries win. Everything is refused, but relative paths and the packages that it
 * may use; again refused are the folders that it must not reach, but single files of these.
 */
function importsOf({ room, files = [`src/${room}/**`], from, packages = [], not = [] }, extra = []) {
  const open = new Set([room, ...from, ...extra]);
  const up = room === 'main' ? './' : '**/../';
  const patterns = [
    '*',
    ...['./**', '../**', '/**', 'vitest', 'fast-check', 'node:*', ...packages].map((name) => `!${name}`),
    ...FOLDERS.filter((folder) => !open.has(folder)).map((folder) => `${up}${folder}/**`),
    ...from.filter((name) => name.includes('/')).map((name) => `!${up}${name}`),
    ...not,
  ];
  const message = `${room} imports from ${[...from, ...packages].join(', ') || 'nothing but itself'}: see ROOMS in oxlint.config.js.`;
  const test = (name) =>
    name
      .replace(/(?:\.ts)?$/, '')
      .replace(/\*\*$/, '**/*')
      .concat('.test.{ts,tsx}');
  return {
    files: extra.length === 0 ? files : files.map(test),
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group: patterns, message }] }] },
  };
}

export default {
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'react', 'jsx-a11y', 'promise', 'vitest'],
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  env: { es2024: true },
  ignorePatterns: [
    'src/ops/simd/assembly/**',
    'dist/**',
    'public/**',
    'test-results/**',
    'playwright-report/**',
  ],
  rules: {
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-self-import': 'error',
    'import/no-default-export': 'error',
    'import/no-mutable-exports': 'error',
    // Styles, and packages that register themselves with tfjs, are imported for their effect.
    'import/no-unassigned-import': 'off',
    eqeqeq: ['error', 'always'],
    'no-var': 'error',
    'prefer-const': 'error',
    'no-console': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/return-await': 'error',
    // The new JSX transform needs no React in scope.
    'react/react-in-jsx-scope': 'off',
    'react/rules-of-hooks': 'error',
    'react/exhaustive-deps': 'error',
    // Loops that must go one after the other (steps of a training, steps of a check) are what this project is about.
    'no-await-in-loop': 'off',
    'no-underscore-dangle': 'off',
    'no-shadow': 'off',
    // tfjs's types are wide: what a tensor's rank is, only the code around it knows.
    'typescript/no-unsafe-type-assertion': 'off',
    // The compiler's own noImplicitReturns and strict types do this better.
    'typescript/consistent-return': 'off',
    // A worker's global scope reads best with `self.onmessage`.
    'unicorn/prefer-add-event-listener': 'off',
    'oxc/no-map-spread': 'off',
    // Roles on SVG and canvas have no tag of their own, and what scrolls must be reachable by keyboard (axe asks for it).
    'jsx-a11y/prefer-tag-over-role': 'off',
    'jsx-a11y/no-noninteractive-tabindex': 'off',
    // Blocks, stages and notices are known by their place.
    'react/no-array-index-key': 'off',
    // Does not know that what a loop awaits can change its condition.
    'no-unmodified-loop-condition': 'off',
    // A helper stands best beside its one use.
    'unicorn/consistent-function-scoping': 'off',
    // Takes tf.fill for Array.fill.
    'unicorn/no-array-fill-with-reference-type': 'off',
    // Sorting, filling and scanning typed arrays are fine in place.
    'unicorn/no-array-sort': 'off',
    'unicorn/no-array-reverse': 'off',
    // The message ports of a worker take no target origin.
    'unicorn/require-post-message-target-origin': 'off',
    'vitest/require-mock-type-parameters': 'off',
    // tfjs's generics are inferred from an assertion or written as arguments; the assertion says the same, shorter.
    'typescript/no-unnecessary-type-assertion': 'off',
    // The rank of a tensor is asserted by who asks for it.
    'typescript/no-unnecessary-type-parameters': 'off',
    // A group may listen for the Escape of what is inside it.
    'jsx-a11y/no-noninteractive-element-interactions': 'off',
    // Handlers that only act need no value.
    'promise/always-return': 'off',
    // Helpers named so assert; `until` waits for what must come.
    'vitest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'assert*', 'until'] }],
  },
  overrides: [
    ...ROOMS.flatMap((room) => [importsOf(room), importsOf(room, ['testing'])]),
    { files: ['scripts/**', 'e2e/**', 'src/testing/**'], rules: { 'no-console': 'off' } },
    {
      // No React there: a function may be called `use…`.
      files: [
        'scripts/**',
        'e2e/**',
        'src/{testing,ops,network,engine,data,training,worker}/**',
        ...COMPUTE_OF_STUDIES,
      ],
      rules: { 'react/rules-of-hooks': 'off' },
    },
    { files: ['*.config.ts', '*.config.js'], rules: { 'import/no-default-export': 'off' } },
    {
      files: ['**/*.test.ts', '**/*.test.tsx'],
      rules: { 'typescript/no-non-null-assertion': 'off', 'typescript/unbound-method': 'off' },
    },
    {
      // Playwright's tests look like Vitest's to the linter, and are not.
      files: ['e2e/**'],
      plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise'],
    },
  ],
};
