/** The browser's memory for this page; none where the reader forbids it, and then the page simply forgets. */
export const pageStorage = (): Storage | undefined => {
  try {
    return window.localStorage;
  } catch {
    // Merely naming it throws a SecurityError when site data are blocked.
    return undefined;
  }
};
