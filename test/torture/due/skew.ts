/** Lets this process believe that it is `ms` later than it is, wherever it asks `Date`. */
export const skewClock = (ms: number): void => {
  const RealDate = Date;
  class WrongDate extends RealDate {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [RealDate.now() + ms] : given) as [number]));
    }
    static override now(): number {
      return RealDate.now() + ms;
    }
  }
  globalThis.Date = WrongDate as DateConstructor;
};
