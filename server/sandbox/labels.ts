/** Labels by which a sandbox is found again after a crash, even with an empty database. */
export const LABELS = {
  instance: 'fr.etanche.instance',
  sandbox: 'fr.etanche.sandbox',
  /** Milliseconds since the epoch. */
  expires: 'fr.etanche.expires',
} as const;

export const containerName = (instance: string, sandboxId: string): string => `etanche-${instance}-${sandboxId}`;
