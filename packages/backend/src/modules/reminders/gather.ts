/** Does something with many items at once, and says of each what came of it, in the same order. */
type Run<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;

type Asked<Item, Result> = {
  readonly items: readonly Item[];
  readonly answer: PromiseWithResolvers<readonly Result[]>;
};

/**
 * Lets no more than `at_once` runs be under way; what comes meanwhile shares the next one, up to `most` items. So a trickle
 * is run at once, and a flood in few large batches.
 */
export const gathering = <Item, Result>(
  run: Run<Item, Result>,
  { at_once, most }: { at_once: number; most: number },
): Run<Item, Result> => {
  const waiting: Asked<Item, Result>[] = [];
  let under_way = 0;

  const takeGroup = (): Asked<Item, Result>[] => {
    const group: Asked<Item, Result>[] = [];
    let size = 0;
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      if (group.length > 0 && size + next.items.length > most) break;
      size += next.items.length;
      group.push(next);
      waiting.shift();
    }
    return group;
  };

  const runGroup = async (group: readonly Asked<Item, Result>[]): Promise<void> => {
    try {
      const results = await run(group.flatMap(({ items }) => items));
      let from = 0;
      for (const { items, answer } of group) {
        answer.resolve(results.slice(from, from + items.length));
        from += items.length;
      }
    } catch (error) {
      for (const { answer } of group) answer.reject(error);
    }
    under_way -= 1;
    go();
  };

  const go = (): void => {
    while (under_way < at_once && waiting.length > 0) {
      under_way += 1;
      void runGroup(takeGroup());
    }
  };

  return (items) => {
    const answer: Asked<Item, Result>['answer'] = Promise.withResolvers();
    waiting.push({ items, answer });
    go();
    return answer.promise;
  };
};
