import { useEffect, useState } from 'preact/hooks';
import type { Store } from '../state/store.ts';

/** The store's state, drawing again whenever it changes. */
export const useStoreState = <S, A>(store: Store<S, A>): S => {
  const [state, setState] = useState(store.get);
  useEffect(() => {
    const update = () => setState(store.get);
    update();
    return store.subscribe(update);
  }, [store]);
  return state;
};
