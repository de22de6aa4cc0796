import { stderr } from 'node:process';

const steps = [
  { name: 'biome', args: ['node_modules/@biomejs/biome/bin/biome', 'ci', '.'] },
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-p', '.'] },
  { name: 'types of the simulator', args: ['node_modules/typescript/bin/tsc', '-p', 'apps/simulator'] },
  { name: 'unused code (knip)', args: ['node_modules/knip/bin/knip.js'] },
  { name: 'generated files', args: ['scripts/generate.ts', '--check'] },
];

const summary = (results) => {
  const marks = { passed: '✔', failed: '✖', 'not run': '–' };
  return results.map(({ name, outcome }) => `${marks[outcome]} ${name}${outcome === 'passed' ? '' : ` (${outcome})`}`);
};

/** Runs steps one after the other until one fails. Gives each step's outcome. */
export const runSteps = async (list) => {
  const results = [];
  let failed = false;
  for (const { name, work } of list) {
    const passed = !failed && (await work()) === 0;
    results.push({ name, outcome: passed ? 'passed' : failed ? 'not run' : 'failed' });
    failed ||= !passed;
  }
  return results;
};

/** Everything that must hold before a change is good; resolves to an exit code. */
export const check = async ({ runNode, test }) => {
  const announce = (name, work) => () => {
    stderr.write(`\n── ${name}\n`);
    return work();
  };
  const list = steps.map(({ name, args }) => ({ name, work: announce(name, () => runNode(args)) }));
  const results = await runSteps([...list, { name: 'tests', work: announce('tests', test) }]);
  stderr.write(`\n${summary(results).join('\n')}\n`);
  return results.every(({ outcome }) => outcome === 'passed') ? 0 : 1;
};
