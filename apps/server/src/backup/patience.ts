/** What asks over the network; `fetch` is one. */
type Fetch = (request: Request) => Promise<Response>;

/**
 * Asks, and gives up when nothing comes for so long, in milliseconds: neither an answer nor a further piece of it. How long it
 * takes as a whole does not matter: a large copy over a slow line comes piece by piece for hours.
 * @throws what `ask` throws; reading the body throws a `TimeoutError` likewise
 */
export const askPatiently = async (
  ask: (signal: AbortSignal) => Promise<Request>,
  idle_ms: number,
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
  const answer = await ask(idle.signal).then(send).finally(end);
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
