import type { TargetOf } from '../callback-data.ts';
import { type Button, tap } from '../view.ts';
import type { Voice } from '../voice.ts';

type Part = TargetOf<'manage'>['part'];

/** What leads to a part of what those who run the business do. */
export const manageButton = (part: Part, label: string): Button => tap(label, { screen: 'manage', part, page: 0 });

/** Back to the choice of those parts. */
export const backToManage = (voice: Voice): Button => manageButton('menu', voice.label('manage.back'));

/** Back to the card of a client. */
export const clientButton = (voice: Voice, client: string, label = voice.label('manage.to_client')): Button =>
  tap(label, { screen: 'client', client, part: 'card', page: 0 });
