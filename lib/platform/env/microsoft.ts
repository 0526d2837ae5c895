// Runs at the edge too: constants only.

/** Microsoft's sign-in for the worldwide cloud; ENTRA_BASE_URL names another. */
export const ENTRA_DEFAULT = 'https://login.microsoftonline.com'
