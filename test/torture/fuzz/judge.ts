import { type ActionName, AppError, actions, ERRORS, type ErrorCode, Problem } from '@okno/contract';
import type { Sent } from './requests.ts';

/** What came back. */
export type Got = { readonly status: number; readonly type: string; readonly body: string };

/** The same as it may be sent again. */
export const told = ({ role, method, url, headers, payload }: Sent): string =>
  `${role}: ${method} ${url.slice(0, 300)} ${JSON.stringify(headers)} ${(payload ?? '').slice(0, 500)}`;

const read = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // that it is none is told by whoever expects some
  }
};

const isOfStatus = (code: ErrorCode, status: number): boolean => Object.hasOwn(ERRORS, code) && ERRORS[code] === status;

const faultOfProblem = ({ status, body }: Got): string | null => {
  const problem = Problem.safeParse(read(body));
  if (!problem.success) return 'a refusal that is no problem document';
  if (!isOfStatus(problem.data.code, status)) return `the code ${problem.data.code} under another status`;
  return status === 400 && problem.data.errors === undefined ? 'bad input without the field that is bad' : null;
};

const faultOfAnswer = ({ operation }: Sent, { type, body }: Got): string | null => {
  if (!type.startsWith('application/json')) return null;
  const { output } = actions[operation.name as ActionName];
  const parsed = output.safeParse(read(body));
  return parsed.success ? null : `an answer of another shape: ${parsed.error.message.slice(0, 200)}`;
};

/** Between our own processes an answer is wrapped, and a refusal travels as it is. */
const faultInEnvelope = (sent: Sent, got: Got): string | null => {
  const { status, body } = got;
  if (status === 200) {
    const { result } = (read(body) ?? {}) as { result?: unknown };
    return faultOfAnswer(sent, { ...got, type: 'application/json', body: JSON.stringify(result) });
  }
  if (got.type.startsWith('application/problem+json')) return faultOfProblem(got);
  const { code } = AppError.fromJSON(read(body));
  return isOfStatus(code, status) ? null : `the code ${code} under another status`;
};

const faultOfRest = (sent: Sent, got: Got): string | null => {
  const documented = sent.operation.answers[got.status];
  if (documented === undefined) return 'a status that the document does not name';
  if (got.status !== 204 && !documented.some((type) => got.type.startsWith(type)))
    return `${got.type}, which is not documented`;
  return got.status >= 400 ? faultOfProblem(got) : faultOfAnswer(sent, got);
};

/** What is wrong with an answer, or null. @param changes the tables that the request has changed */
export const faultIn = (sent: Sent, got: Got, changes: readonly string[]): string | null => {
  if (got.status >= 500) return 'a fault of ours';
  if (got.status >= 400 && changes.length > 0) return `a refusal that has changed ${changes.join(', ')}`;
  return sent.url.endsWith('/internal/call') ? faultInEnvelope(sent, got) : faultOfRest(sent, got);
};
