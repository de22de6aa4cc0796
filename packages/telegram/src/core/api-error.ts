export type ErrorParameters = { readonly retry_after: number };

/** A refusal in the words of the Bot API: becomes `{"ok":false,"error_code":…,"description":…}`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: number;
  readonly parameters: ErrorParameters | undefined;

  constructor(code: number, description: string, parameters?: ErrorParameters) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

/** 400; the prefix is added. */
export const badRequest = (why: string): ApiError => new ApiError(400, `Bad Request: ${why}`);
/** 403; the prefix is added. */
export const forbidden = (why: string): ApiError => new ApiError(403, `Forbidden: ${why}`);
/** 409; the prefix is added. */
export const conflict = (why: string): ApiError => new ApiError(409, `Conflict: ${why}`);
/** 429 with `parameters.retry_after` in whole seconds. */
export const tooManyRequests = (retryAfter: number): ApiError =>
  new ApiError(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter });
