import type { AppError } from '@okno/contract';
import type { LookInTenant, Tx } from './db/tx.ts';

type Explain = (tx: Tx) => Promise<AppError>;

/**
 * A refusal that has yet to read what it tells, such as the nearest free times. It is put into words when the transaction
 * that was refused is gone and its locks with it: of a hundred who want the same time, 99 are told what else is free, and
 * nobody should wait for their explanations. `same_as` names the question behind it: those who are refused the same while
 * one explanation is being read are given that one.
 */
export class LateRefusal extends Error {
  readonly explain: Explain;
  readonly same_as: string;

  constructor(same_as: string, explain: Explain) {
    super('a refusal that the door has to put into words');
    this.name = 'LateRefusal';
    this.explain = explain;
    this.same_as = same_as;
  }
}

/** Puts refusals of a business into words, the same ones once for all who wait for them. */
export const createExplainer = (lookInTenant: LookInTenant) => {
  const under_way = new Map<string, Promise<AppError>>();
  return (tenant_id: string, { same_as, explain }: LateRefusal): Promise<AppError> => {
    const key = `${tenant_id} ${same_as}`;
    const known = under_way.get(key);
    if (known !== undefined) return known;
    const explained = lookInTenant(tenant_id, explain).finally(() => under_way.delete(key));
    under_way.set(key, explained);
    return explained;
  };
};
