import { type Expression, type ImportDeclaration, parseSync, Visitor } from 'oxc-parser';

/** One mention of another file or package. `from` is null where the address is computed and cannot be read. */
export type Import = { readonly from: string | null; readonly types_only: boolean; readonly line: number };

/** What a file does that only some files may do. */
export type Use = {
  readonly kind: 'await' | 'clock' | 'chance' | 'env' | 'sql';
  readonly what: string;
  readonly line: number;
};

/** A source file, as far as the architecture is concerned. */
export type Source = { readonly imports: Import[]; readonly uses: Use[]; readonly errors: string[] };

/** `object.property` → what it means when somebody reads it. Also found in `const { property } = object`. */
const READS: Readonly<Record<string, Use['kind']>> = {
  'Date.now': 'clock',
  'Temporal.Now': 'clock',
  'process.env': 'env',
  'Math.random': 'chance',
};

/** Methods by which a statement reaches PostgreSQL or the builder that writes one. */
const SQL_CALLS: ReadonlySet<string> = new Set(['query', 'selectFrom', 'insertInto', 'updateTable', 'deleteFrom']);

type Part = { readonly type: string } & object;

/** The last name of `a`, `a.b`, `a['b']`, `(a as T).b`: the word by which a reader knows it. */
const lastName = (node: Part | null): string | null => {
  if (node === null) return null;
  if ('expression' in node && node.type.startsWith('TS')) return lastName(node.expression as Part);
  if ('property' in node) return lastName(node.property as Part);
  if ('name' in node && typeof node.name === 'string') return node.name;
  return 'value' in node && typeof node.value === 'string' ? node.value : null;
};

/** The address in `import(…)`, when it stands there as plain text. */
const plainText = (node: Expression): string | null => {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  return node.type === 'TemplateLiteral' && node.expressions.length === 0
    ? (node.quasis[0]?.value.cooked ?? null)
    : null;
};

/** `import type …`, and `import { type A, type B } …`; an import for its side effects is none. */
const importsTypesOnly = ({ importKind, specifiers }: ImportDeclaration): boolean =>
  importKind === 'type' ||
  (specifiers.length > 0 && specifiers.every((one) => one.type === 'ImportSpecifier' && one.importKind === 'type'));

/** The environment also leaves `node:process` by name, or hides behind another name for the whole. */
const importsEnv = ({ source, specifiers }: ImportDeclaration): boolean =>
  /^(node:)?process$/.test(source.value) &&
  specifiers.some((one) =>
    one.type === 'ImportSpecifier'
      ? lastName(one.imported) === 'env' || lastName(one.imported) === 'default'
      : one.local.name !== 'process',
  );

type Notes = {
  readonly mention: (at: number, from: string | null, types_only?: boolean) => void;
  readonly use: (at: number, kind: Use['kind'], what: string) => void;
};

const mentions = ({ mention, use }: Notes) =>
  new Visitor({
    ImportDeclaration: (node) => {
      mention(node.start, node.source.value, importsTypesOnly(node));
      if (importsEnv(node)) use(node.start, 'env', 'the environment from node:process');
    },
    ExportAllDeclaration: (node) => mention(node.start, node.source.value, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source === null) return;
      const types = node.specifiers.length > 0 && node.specifiers.every(({ exportKind }) => exportKind === 'type');
      mention(node.start, node.source.value, node.exportKind === 'type' || types);
    },
    ImportExpression: (node) => mention(node.start, plainText(node.source)),
    TSImportType: (node) => mention(node.start, node.source.value, true),
    TSExternalModuleReference: (node) => mention(node.start, node.expression.value),
    CallExpression: ({ start, callee, arguments: [first] }) => {
      if (callee.type !== 'Identifier' || callee.name !== 'require' || first === undefined) return;
      mention(start, first.type === 'SpreadElement' ? null : plainText(first));
    },
  });

const waits = ({ use }: Notes) => {
  const asynchronous = (node: { readonly start: number; readonly async: boolean }) => {
    if (node.async) use(node.start, 'await', 'async');
  };
  return new Visitor({
    AwaitExpression: (node) => use(node.start, 'await', 'await'),
    ForOfStatement: (node) => {
      if (node.await) use(node.start, 'await', 'for await');
    },
    ArrowFunctionExpression: asynchronous,
    FunctionDeclaration: asynchronous,
    FunctionExpression: asynchronous,
  });
};

const reads = ({ use }: Notes) => {
  const read = (at: number, object: Part | null, property: Part) => {
    const what = `${lastName(object)}.${lastName(property)}`;
    const kind = READS[what];
    if (kind !== undefined) use(at, kind, what);
  };
  return new Visitor({
    MemberExpression: (node) => read(node.start, node.object, node.property),
    VariableDeclarator: ({ start, id, init }) => {
      if (id.type !== 'ObjectPattern') return;
      for (const one of id.properties) if (one.type === 'Property') read(start, init, one.key);
    },
    NewExpression: (node) => {
      if (lastName(node.callee) === 'Date' && node.arguments.length === 0) use(node.start, 'clock', 'new Date()');
    },
  });
};

const statements = ({ use }: Notes) =>
  new Visitor({
    TaggedTemplateExpression: (node) => {
      const tag = lastName(node.tag);
      if (tag === 'sql') use(node.start, 'sql', 'the sql tag');
    },
    CallExpression: ({ start, callee }) => {
      const name = lastName(callee);
      if (name === 'Date') use(start, 'clock', 'Date()');
      if (callee.type === 'MemberExpression' && name !== null && SQL_CALLS.has(name)) use(start, 'sql', `.${name}(…)`);
    },
  });

/** Reads one file by a real parser: types count, comments and texts do not. */
export const scan = (file: string, text: string): Source => {
  const { program, errors } = parseSync(file, text, { preserveParens: false });
  const source: Source = { imports: [], uses: [], errors: errors.map(({ message }) => message) };
  const lineOf = (at: number): number => text.slice(0, at).split('\n').length;
  const notes: Notes = {
    mention: (at, from, types_only = false) => source.imports.push({ from, types_only, line: lineOf(at) }),
    use: (at, kind, what) => source.uses.push({ kind, what, line: lineOf(at) }),
  };
  for (const visitor of [mentions(notes), waits(notes), reads(notes), statements(notes)]) visitor.visit(program);
  return source;
};
