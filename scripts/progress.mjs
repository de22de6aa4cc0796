import { stderr } from 'node:process';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 120;

const spin = (text) => {
  const begun = performance.now();
  let frame = 0;
  const draw = () => {
    const seconds = Math.round((performance.now() - begun) / 1000);
    stderr.write(`\r\u001b[K${frames[frame % frames.length]} ${text} ${seconds} s`);
    frame += 1;
  };
  draw();
  const timer = setInterval(draw, frameMs);
  return () => {
    clearInterval(timer);
    stderr.write('\r\u001b[K');
  };
};

/**
 * Shows that something is going on while `work` runs: a moving line on a terminal, one plain line elsewhere.
 * It goes to stderr, so that what a command prints can be piped.
 */
export const showProgress = async (text, work) => {
  let end = () => undefined;
  if (stderr.isTTY) end = spin(text);
  else stderr.write(`${text}\n`);
  try {
    return await work();
  } finally {
    end();
  }
};
