/** Something a person cannot do, in a sentence for whoever wrote the test or sees the simulator. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: 400 | 404;

  constructor(message: string, status: 400 | 404 = 400) {
    super(message);
    this.status = status;
  }
}
