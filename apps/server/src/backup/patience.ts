/** What asks over the network; `fetch` is one. */
type Fetch = (request: Request, init: { signal: AbortSignal }) => Promise<Response>;

/**
 * Asks, and gives up when nothing comes for so long, in milliseconds: neither an answer nor a further piece of it. How long it
 * takes as a whole does not matter: a large copy over a slow line comes piece by piece for hours.
 *
 * The signal goes beside the request and not within: a request is garbage as soon as it is sent, and what should have
 * broken it off with it.
 * @param signal breaks it off as well
 * @throws what `fetch` throws; reading the body throws a `TimeoutError` likewise
 */
export const askPatiently = async (
  request: Request,
  { idle_ms, signal }: { idle_ms: number; signal?: AbortSignal | undefined },
  send: Fetch = fetch,
): Promise<Response> => {
  const idle = new AbortController();
  const giveUp = () => idle.abort(new DOMException(`nothing came for ${idle_ms} ms`, 'TimeoutError'));
  let timer = setTimeout(giveUp, idle_ms);
  const end = () => clearTimeout(timer);
  const renew = () => {
    end();
    timer = setTimeout(giveUp, idle_ms).unref();
  };
  const over = signal === undefined ? idle.signal : AbortSignal.any([idle.signal, signal]);
  const answer = await send(request, { signal: over }).finally(end);
  if (answer.body === null) return answer;
  renew();
  return new Response(answer.body.pipeThrough(watched(renew, end)), answer);
};

const watched = (renew: () => void, end: () => void) =>
  new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (piece, controller) => {
      renew();
      controller.enqueue(piece);
    },
    flush: end,
  });
