/** How long somebody may take at the OpenID provider, in milliseconds. Apart, so that its library loads only where it serves. */
export const OPEN_ID_FLOW_LIFETIME = 600_000;
