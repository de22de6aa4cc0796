import type { Language } from '@okno/contract';
import type { FastifyRequest } from 'fastify';
import { headerOf } from './header.ts';

/** The first of our languages that the reader accepts; English otherwise. */
export const languageOf = (request: FastifyRequest): Language => {
  const wanted = (headerOf(request, 'accept-language') ?? '').toLowerCase().slice(0, 200);
  const known = wanted.split(',').map((part) => part.trim().slice(0, 2));
  return known.find((language) => language === 'ru' || language === 'en') === 'ru' ? 'ru' : 'en';
};
