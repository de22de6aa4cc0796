/** Where the REST API begins. */
export const API_ROOT = '/api/v1';
