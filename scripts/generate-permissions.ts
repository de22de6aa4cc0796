import { type Action, actions, ROLES } from '../packages/contract/src/index.ts';

const HEAD = `# Who may ask for what

Made of the contract by \`npm run generate\`. A mark means that the role may ask; whose bookings, clients and schedules it then
sees and changes is told in [the rules](rules.md#roles). Whoever has no mark is refused before anything is read. The
\`owner\` of the platform asks for nothing inside a business.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|');

const table = (rows: readonly [string, Action][]): string =>
  [
    `| | ${ROLES.join(' | ')} |`,
    `|---|${ROLES.map(() => ':-:').join('|')}|`,
    ...rows.map(
      ([name, { roles, summary }]) =>
        `| \`${name}\`: ${cell(summary)} | ${ROLES.map((role) => (roles.includes(role) ? '✓' : '')).join(' | ')} |`,
    ),
  ].join('\n');

/** `docs/permissions.md`: every role and every action of the contract, by module. */
export const generatePermissions = async (): Promise<{ path: string; content: string }[]> => {
  const modules = Map.groupBy(Object.entries(actions) as [string, Action][], ([name]) => name.split('.')[0] ?? '');
  const parts = [...modules].map(([module, rows]) => `## ${module}\n\n${table(rows)}\n`);
  return [{ path: 'docs/permissions.md', content: [HEAD, ...parts].join('\n') }];
};
