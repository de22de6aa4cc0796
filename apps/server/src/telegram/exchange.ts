import type { Dispatcher } from 'undici';

/** What came back: the whole body, read. */
export type Exchanged = { readonly status: number; readonly body: Buffer };

const HEADERS = { 'content-type': 'application/json' };

/**
 * Posts JSON and reads the answer whole. Undici's `request` gives a stream to read at leisure, which for answers of one piece
 * takes as long as the exchange itself. Throws what undici throws; an answer that is not there after `timeout_ms`, the wait
 * for a connection included, counts as lost.
 */
export const exchange = (
  pool: Dispatcher,
  { path, body, timeout_ms }: { path: string; body: string; timeout_ms: number },
): Promise<Exchanged> =>
  new Promise((resolve, reject) => {
    let status = 0;
    let breakOff: (error: Error) => void = () => {};
    let late: Error | undefined;
    const pieces: Buffer[] = [];
    const timer = setTimeout(() => {
      late = new Error(`no answer after ${timeout_ms} ms`);
      reject(late);
      breakOff(late);
    }, timeout_ms);
    pool.dispatch(
      { path, method: 'POST', headers: HEADERS, body },
      {
        onRequestStart: (controller) => {
          if (late !== undefined) controller.abort(late);
          breakOff = (error) => controller.abort(error);
        },
        onResponseStart: (_, code) => {
          status = code;
        },
        onResponseData: (_, piece) => {
          pieces.push(piece);
        },
        onResponseEnd: () => {
          clearTimeout(timer);
          resolve({ status, body: Buffer.concat(pieces) });
        },
        onResponseError: (_, error) => {
          clearTimeout(timer);
          reject(error);
        },
      },
    );
  });
