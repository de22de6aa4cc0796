/** Something the launcher cannot do; its message is a sentence for the person at the screen. */
export class Refusal extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'Refusal';
    this.exitCode = exitCode;
  }
}
