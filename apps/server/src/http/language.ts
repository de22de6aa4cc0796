import type { Language } from '@okno/contract';
import type { FastifyRequest } from 'fastify';
import { headerOf } from './header.ts';

/** The first of our languages that the reader accepts; English otherwise. @param accepted `Accept-Language` as it was sent, if it was */
export const languageIn = (accepted: string | undefined): Language => {
  if (accepted === undefined) return 'en';
  const known = accepted
    .toLowerCase()
    .slice(0, 200)
    .split(',')
    .map((part) => part.trim().slice(0, 2));
  return known.find((language) => language === 'ru' || language === 'en') === 'ru' ? 'ru' : 'en';
};

/** The same of a request. */
export const languageOf = (request: FastifyRequest): Language => languageIn(headerOf(request, 'accept-language'));
