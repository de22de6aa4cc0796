import { type Finding, wrongIf } from './finding.ts';

const OLDEST_NODE = 26;

export const lookAtNode = (version: string = process.versions.node): Finding =>
  wrongIf(
    'Node.js',
    Number(version.split('.')[0]) >= OLDEST_NODE
      ? null
      : `runs on Node.js ${version}; start it through npm, which brings the right one`,
  );
