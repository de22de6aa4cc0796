/** Something the operator has to put right; the message is one sentence that says what, and what to do. */
export class OperatorError extends Error {}

/** A setting that is wrong; the message names it and its rule. */
export class ConfigError extends Error {}
