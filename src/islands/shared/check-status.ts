import type { CheckView } from '../../../server/contract/api.ts';
import type { IconName } from '../../lib/icons.ts';

/** How each state of a check is told: in words and by a shape, never by colour alone. */
export const STATUS: Record<CheckView['status'], { word: string; icon: IconName }> = {
  waiting: { word: 'en attente', icon: 'wait' },
  failed: { word: 'à corriger', icon: 'drop' },
  passed: { word: 'étanche', icon: 'check' },
};
