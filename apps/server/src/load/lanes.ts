/** Who works and who waits, lane by lane; no clock, no bounds but that of a lane. */
export type Lanes<W> = {
  readonly working: (name: string) => number;
  readonly waiting: (name: string) => number;
  /** How many lanes somebody works or waits in. */
  readonly count: () => number;
  readonly begin: (name: string) => void;
  readonly end: (name: string) => void;
  readonly line: (name: string, waiter: W) => void;
  readonly leave: (name: string, waiter: W) => void;
  /** Takes the first of the lane whose turn it is out of its line; missing when nobody waits who may begin. */
  readonly next: () => { readonly name: string; readonly waiter: W } | undefined;
};

type Lane<W> = { working: number; readonly waiting: Set<W> };

/** @param most_each how many of one lane may work at once */
export const createLanes = <W>(most_each: number): Lanes<W> => {
  const lanes = new Map<string, Lane<W>>();
  /** Lanes with somebody who waits and may begin, in the order of their turns: who has had one stands at the end. */
  const turns = new Set<string>();
  const change = <T>(name: string, how: (lane: Lane<W>) => T): T => {
    const lane = lanes.get(name) ?? { working: 0, waiting: new Set<W>() };
    const result = how(lane);
    const { working, waiting } = lane;
    if (waiting.size > 0 && working < most_each) turns.add(name);
    else turns.delete(name);
    if (waiting.size === 0 && working === 0) lanes.delete(name);
    else lanes.set(name, lane);
    return result;
  };
  return {
    working: (name) => lanes.get(name)?.working ?? 0,
    waiting: (name) => lanes.get(name)?.waiting.size ?? 0,
    count: () => lanes.size,
    begin: (name) =>
      change(name, (lane) => {
        lane.working += 1;
      }),
    end: (name) =>
      change(name, (lane) => {
        lane.working -= 1;
      }),
    line: (name, waiter) => change(name, ({ waiting }) => void waiting.add(waiter)),
    leave: (name, waiter) => change(name, ({ waiting }) => void waiting.delete(waiter)),
    next: () => {
      const [name] = turns;
      if (name === undefined) return undefined;
      turns.delete(name);
      return change(name, ({ waiting }) => {
        // A lane stands in the turns only while somebody waits in it.
        const [waiter] = waiting;
        waiting.delete(waiter as W);
        return { name, waiter: waiter as W };
      });
    },
  };
};
