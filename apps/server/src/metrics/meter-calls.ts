import { AppError, isActionName, type Transport } from '@okno/contract';
import type { Metrics } from './metrics.ts';

/** The same door, with every action that goes through it measured. */
export const meterCalls =
  (call: Transport, onAction: Metrics['onAction']): Transport =>
  async (asked) => {
    const began = performance.now();
    // A far bot may name anything; what is no action of ours must not become a label.
    const action = isActionName(asked.name) ? asked.name : 'unknown';
    const tell = (outcome: string) => onAction(action, outcome, (performance.now() - began) / 1000);
    try {
      const result = await call(asked);
      tell('done');
      return result;
    } catch (error) {
      tell(error instanceof AppError ? error.code : 'internal');
      throw error;
    }
  };
