import { spawnSync } from 'node:child_process';

// what distributions call the package of a library that Node is linked against and that a small system may lack
const packages = {
  'libatomic.so.1': 'Debian, Ubuntu: apt-get install libatomic1; Fedora: dnf install libatomic',
  'libstdc++.so.6': 'Debian, Ubuntu: apt-get install libstdc++6; Fedora: dnf install libstdc++',
};

/** The sentence about a Node that does not start, from what it wrote. */
export const explainNode = (output) => {
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(output)?.[1];
  if (!library) return `The Node that Okno runs on does not start here: ${output.trim()}`;
  const how = packages[library] ? ` (${packages[library]})` : '';
  return `The Node that Okno runs on needs ${library}, which this system does not have. Install it${how} and start again.`;
};

/** A sentence about why this Node does not start, or null when it does. */
export const nodeProblem = (file) => {
  const { status, stderr, error } = spawnSync(file, ['--version'], { encoding: 'utf8' });
  return status === 0 ? null : explainNode(error ? error.message : stderr);
};
