import type { Booking, Role } from '@okno/contract';

export type Status = Booking['status'];

/** As what somebody changes a booking: staff are moderators, owners, and specialists with what they give. */
export type ActingAs = 'client' | 'staff' | 'program' | 'system';

/** What can be done to a booking. */
export type Change =
  | 'create'
  | 'hold'
  | 'await_payment'
  | 'confirm'
  | 'move'
  | 'complete'
  | 'no_show'
  | 'cancel'
  | 'expire';

type Step = {
  /** `null`: there is no booking yet. */
  readonly from: readonly (Status | null)[];
  /** `null`: it stays as it is. */
  readonly to: Status | null;
  readonly by: readonly ActingAs[];
};

/** States in which a booking still lies ahead. */
export const OPEN = ['held', 'pending_payment', 'confirmed'] as const satisfies readonly Status[];

const ANYBODY = ['client', 'staff', 'program', 'system'] as const;
const STAFF = ['staff', 'program'] as const;

/**
 * The whole life of a booking (docs/rules.md#states). What is not here is refused.
 *
 *      hold                          create
 *       │                              │
 *       ▼           confirm            ▼      complete (staff, or by time)
 *     held ───────────────────────► confirmed ───────────────────────────► completed
 *       │                            ▲ │  │                                  │   ▲
 *       │ await_payment              │ │  │ no_show (staff)         no_show  │   │ complete
 *       ▼                            │ │  │                         (staff)  ▼   │ (staff)
 *     pending_payment ───────────────┘ │  └──────────────────────────────► no_show
 *       │            confirm (paid)    │
 *       │                              │ cancel
 *       └──────────────────────────────┴──► cancelled ◄── held: cancel, or expire when its time runs out
 *         cancel, expire
 *
 *     move: held, pending_payment and confirmed stay what they are
 */
const STEPS: Readonly<Record<Change, readonly Step[]>> = {
  create: [{ from: [null], to: 'confirmed', by: ANYBODY }],
  hold: [{ from: [null], to: 'held', by: ANYBODY }],
  await_payment: [{ from: ['held'], to: 'pending_payment', by: ANYBODY }],
  confirm: [
    { from: ['held'], to: 'confirmed', by: ANYBODY },
    // Clients pay, and the payment confirms.
    { from: ['pending_payment'], to: 'confirmed', by: [...STAFF, 'system'] },
  ],
  move: [{ from: OPEN, to: null, by: ANYBODY }],
  complete: [
    { from: ['confirmed'], to: 'completed', by: [...STAFF, 'system'] },
    // Time does not overrule what staff have said.
    { from: ['no_show'], to: 'completed', by: STAFF },
  ],
  no_show: [{ from: ['confirmed', 'completed'], to: 'no_show', by: STAFF }],
  cancel: [{ from: OPEN, to: 'cancelled', by: ANYBODY }],
  expire: [{ from: ['held', 'pending_payment'], to: 'cancelled', by: ['system'] }],
};

/** Where a change leads, or why there is no way. */
export type Way =
  | { readonly to: Status; readonly refused: null }
  | { readonly to: null; readonly refused: 'booking_not_changeable' | 'forbidden' };

/** `from: null`: a booking that begins. Whoever may not in any state is told so before the state is. */
export const wayOf = (change: Change, from: Status | null, by: ActingAs): Way => {
  const allowed = STEPS[change].filter((step) => step.by.includes(by));
  if (allowed.length === 0) return { to: null, refused: 'forbidden' };
  const step = allowed.find((one) => one.from.includes(from));
  const to = step?.to ?? from;
  return step === undefined || to === null ? { to: null, refused: 'booking_not_changeable' } : { to, refused: null };
};

const ROLES: Readonly<Record<Role, ActingAs>> = {
  guest: 'client',
  client: 'client',
  specialist: 'staff',
  moderator: 'staff',
  super_admin: 'staff',
  owner: 'staff',
  bot: 'program',
  assistant: 'program',
};

/** A specialist who is the client of a colleague is a client there (docs/rules.md#cancelling). */
export const actingAs = (
  actor: { readonly role: Role; readonly specialist_id: string | null },
  specialist_id: string,
): ActingAs => (actor.role === 'specialist' && actor.specialist_id !== specialist_id ? 'client' : ROLES[actor.role]);

/** What follows from a decision is not bound by the rules for whoever took it. */
export const asProgram = <C extends { readonly actor: { readonly role: Role } }>(ctx: C): C => ({
  ...ctx,
  actor: { ...ctx.actor, role: 'bot' },
});
