/** The roles of each process: two of each kind. */
export const SIX: readonly string[] = ['gateway', 'gateway', 'bot', 'bot', 'worker', 'worker'];
