import { OperatorError } from '../errors.ts';
import { french } from './typography.ts';

/** What the operator reads when a command fails: one message, then the commands that repair it. */
export function errorText(error: unknown): string {
  if (error instanceof OperatorError) {
    const remedy = error.remedy.split('\n').map((line) => `  ${line}`);
    return `\n${french(error.message)}\n\n${french('Pour y remédier :')}\n\n${remedy.join('\n')}\n`;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `\nÉtanche s’est arrêté sur une erreur imprévue. Rien n’est perdu : la même commande reprend où elle en était.\n\n  npm run docteur    # dit si la machine est en cause\n\nDétail à joindre à un signalement :\n${detail}\n`;
}
