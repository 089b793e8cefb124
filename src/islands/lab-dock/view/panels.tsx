import { attempt, lab } from '../state/attempt.ts';
import { isSheet, panel, type Panel } from '../state/layout.ts';
import { Checks } from './checks.tsx';
import { Hints } from './hints.tsx';
import { Solution } from './solution.tsx';
import { TabList } from '../../shared/tab-list.tsx';

/** What is asked and what is seen: one panel at a time. On a phone the terminal is the last tab. */
export function Panels({ hidden }: { hidden: boolean }) {
  const hints = attempt.value?.hints;
  const tabs: { id: Panel; label: string }[] = [
    { id: 'objectifs', label: 'Objectifs' },
    { id: 'situation', label: 'Situation' },
    {
      id: 'indices',
      label: hints && hints.revealed.length > 0 ? `Indices (${hints.revealed.length} sur ${hints.total})` : 'Indices',
    },
    { id: 'solution', label: 'Solution' },
    ...(isSheet.value ? [{ id: 'terminal' as const, label: 'Terminal' }] : []),
  ];
  const shown = tabs.some(({ id }) => id === panel.value) ? panel.value : 'objectifs';
  return (
    <div class="panels" data-alone={hidden ? '' : undefined}>
      <TabList label="Exercice" prefix="panel" tabs={tabs} selected={shown} onSelect={(id) => (panel.value = id)} />
      <div
        class="panel"
        role="tabpanel"
        id={`panel-${shown}`}
        aria-labelledby={`panel-tab-${shown}`}
        tabIndex={0}
        hidden={hidden}
      >
        {shown === 'objectifs' && <Checks />}
        {shown === 'situation' && (
          <div class="dock-prose" dangerouslySetInnerHTML={{ __html: lab.value?.scenarioHtml ?? '' }} />
        )}
        {shown === 'indices' && <Hints />}
        {shown === 'solution' && <Solution />}
      </div>
    </div>
  );
}
