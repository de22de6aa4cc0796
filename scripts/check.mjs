import { stderr } from 'node:process';

// One checker each: several would each work out the types of the contract for themselves, for twice the time together.
const types = (folder) => ['node_modules/typescript/bin/tsc', '-p', folder, '--checkers', '1'];

const steps = [
  { name: 'biome', args: ['node_modules/@biomejs/biome/bin/biome', 'ci', '.'] },
  { name: 'types', args: types('.') },
  { name: 'types of the simulator', args: types('apps/simulator') },
  { name: 'unused code (knip)', args: ['node_modules/knip/bin/knip.js'] },
  { name: 'generated files', args: ['scripts/generate.ts', '--check'] },
];

const summary = (results) => {
  const marks = { passed: '✔', failed: '✖', 'not run': '–' };
  return results.map(({ name, outcome }) => `${marks[outcome]} ${name}${outcome === 'passed' ? '' : ` (${outcome})`}`);
};

/** A step that cannot even begin has failed; the others beside it come to their end. */
const notBegun = (error) => {
  stderr.write(`${error.message}\n`);
  return 1;
};

/** Runs stages one after the other until a step fails; the steps of a stage side by side. Gives each step's outcome. */
export const runSteps = async (stages) => {
  const results = [];
  for (const stage of stages) {
    const failed = results.some(({ outcome }) => outcome !== 'passed');
    const outcomes = stage.map(async ({ name, work }) => {
      if (failed) return { name, outcome: 'not run' };
      return { name, outcome: (await work().catch(notBegun)) === 0 ? 'passed' : 'failed' };
    });
    results.push(...(await Promise.all(outcomes)));
  }
  return results;
};

/** What steps that run side by side write comes when they have ended, so that it stays together. */
const told = (name, runNode, args) => async () => {
  const said = [];
  const code = await runNode(args, { write: (chunk) => said.push(chunk) });
  stderr.write(`\n── ${name}\n${Buffer.concat(said)}`);
  return code;
};

/** Everything that must hold before a change is good; resolves to an exit code. */
export const check = async ({ runNode, test }) => {
  const first = steps.map(({ name, args }) => ({ name, work: told(name, runNode, args) }));
  const last = () => {
    stderr.write('\n── tests\n');
    return test();
  };
  const results = await runSteps([first, [{ name: 'tests', work: last }]]);
  stderr.write(`\n${summary(results).join('\n')}\n`);
  return results.every(({ outcome }) => outcome === 'passed') ? 0 : 1;
};
