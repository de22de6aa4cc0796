import type { AssistantKey, KeyFinder } from '@okno/backend';
import { AppError } from '@okno/contract';
import type { FastifyRequest } from 'fastify';
import { decodeProtectedHeader, errors, importSPKI, type JWTVerifyOptions, jwtVerify } from 'jose';
import { headerOf } from './header.ts';

/** Whose key or token this is; missing when it is none of ours, or no longer. */
export type RecogniseAssistant = (credential: string) => Promise<AssistantKey | undefined>;

const AUDIENCE = 'okno';
/** A token is short lived, whatever end it names: a key that was revoked ends it anyhow. */
const LONGEST_LIFE = '1h';
const CLOCK_SKEW_SECONDS = 30;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** @param now of the clock by which tokens are judged, Unix milliseconds */
export const createRecogniseAssistant = (keys: KeyFinder, now: () => number): RecogniseAssistant => {
  /** The algorithm is that of the key and never the token's wish. @throws errors of jose */
  const verify = async (token: string): Promise<AssistantKey | undefined> => {
    const { kid = '' } = decodeProtectedHeader(token);
    const key = UUID.test(kid) ? await keys.findTokenKey(kid) : undefined;
    if (key === undefined) return undefined;
    const { alg, secret, stale, ...who } = key;
    const material = alg === 'HS256' ? new TextEncoder().encode(secret) : await importSPKI(secret, alg);
    const options: JWTVerifyOptions = {
      algorithms: [alg],
      audience: AUDIENCE,
      subject: who.assistant_id,
      requiredClaims: ['exp', 'iat', 'sub', 'aud'],
      maxTokenAge: LONGEST_LIFE,
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: new Date(now()),
    };
    await jwtVerify(token, material, options);
    if (stale) await keys.noteUse(who);
    return who;
  };
  return async (credential) => {
    if (credential.length > 4_000) return undefined;
    if (!TOKEN.test(credential)) return keys.findKey(credential);
    try {
      return await verify(credential);
    } catch (error) {
      // What is wrong with a token is nobody's business.
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
  };
};

/** What an assistant shows: `Authorization: Bearer …` or `X-Api-Key`. */
const credentialOf = (request: FastifyRequest): string | undefined => {
  const [, bearer] = /^Bearer +(\S+)$/i.exec(headerOf(request, 'authorization') ?? '') ?? [];
  return bearer ?? headerOf(request, 'x-api-key');
};

/**
 * The assistant that sends this request; missing when it shows no key.
 * @throws AppError `forbidden` when the key is wrong.
 */
export const assistantOf = async (
  request: FastifyRequest,
  recognise: RecogniseAssistant,
): Promise<AssistantKey | undefined> => {
  const credential = credentialOf(request);
  if (credential === undefined) return undefined;
  const key = await recognise(credential);
  if (key === undefined) throw new AppError('forbidden', { header: 'Authorization' });
  return key;
};
