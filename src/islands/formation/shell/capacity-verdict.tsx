import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CapacityView } from '../../../../server/contract/classes.ts';
import type { IconName } from '../../../lib/icons.ts';
import { classApi } from '../../../lib/trainer-api.ts';
import { Icon } from '../../shared/icon.tsx';
import { capacityWords } from './words.ts';

/** A number that is being typed is not asked at every key. */
const TYPING_MS = 300;

const ICON: Record<CapacityView['verdict'], IconName> = { yes: 'check', slow: 'wait', no: 'close' };

/** Says, before any promise, whether this machine can hold so many people at once. */
export function CapacityVerdict({ people }: { people: number }) {
  const view = useSignal<CapacityView | null>(null);
  useEffect(() => {
    if (!Number.isInteger(people) || people < 1) {
      view.value = null;
      return;
    }
    let stale = false;
    const timer = setTimeout(() => {
      classApi.capacity(people).then(
        (answer) => {
          if (!stale) view.value = answer;
        },
        // Advice only: its absence is not in the way of the form.
        () => (view.value = null),
      );
    }, TYPING_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [people]);

  const words = view.value && capacityWords(view.value);
  return (
    <div class="capacity" role="status" data-verdict={view.value?.verdict}>
      {words && (
        <>
          <p>
            <Icon name={ICON[view.value!.verdict]} /> <strong>{words.answer}</strong>
          </p>
          <p>{words.reasons.join(' ')}</p>
        </>
      )}
    </div>
  );
}
