import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { attempt } from '../state/attempt.ts';
import { fontSize, screenReader, setFontSize } from '../state/layout.ts';
import {
  active,
  activeHandle,
  addTab,
  closeTab,
  MAXIMUM_TERMINALS,
  mountTerminal,
  searching,
  tabs,
} from '../state/terminals.ts';
import { ClassMarks } from './class-marks.tsx';
import { Icon } from '../../shared/icon.tsx';
import { KeyboardHelp } from './keyboard-help.tsx';
import { TabList } from '../../shared/tab-list.tsx';
import { TerminalSearch } from './terminal-search.tsx';

/** One to four shells on the learner’s machine. */
export function Terminals({ hidden }: { hidden: boolean }) {
  const helping = useSignal(false);
  const id = attempt.value?.id;
  return (
    <section class="terminals" aria-label="Terminaux" hidden={hidden}>
      <div class="terminal-bar">
        <TabList
          label="Terminaux"
          prefix="terminal"
          tabs={tabs.value.map((number) => ({ id: number, label: `Terminal ${number}` }))}
          selected={active.value}
          onSelect={(number) => (active.value = number)}
        />
        <ClassMarks />
        <div class="terminal-tools">
          {tabs.value.length < MAXIMUM_TERMINALS && (
            <Tool icon="plus" label="Ouvrir un autre terminal" onClick={addTab} />
          )}
          {tabs.value.length > 1 && (
            <Tool icon="close" label={`Fermer le terminal ${active.value}`} onClick={() => closeTab(active.value)} />
          )}
          <Tool
            icon="search"
            label="Chercher dans le terminal"
            onClick={() => (searching.value = !searching.value)}
            pressed={searching.value}
          />
          <Tool icon="help" label="Clavier, taille et accessibilité" onClick={() => (helping.value = true)} />
        </div>
      </div>
      {searching.value && <TerminalSearch onClose={() => (searching.value = false)} />}
      <div class="terminal-screens">
        {tabs.value.map((number) => (
          <Screen key={`${id}-${number}`} number={number} shown={number === active.value} />
        ))}
      </div>
      <KeyboardHelp
        open={helping.value}
        onClose={() => (helping.value = false)}
        fontSize={fontSize.value}
        onFontSize={setFontSize}
        screenReader={screenReader.value}
        onScreenReader={(on) => (screenReader.value = on)}
      />
    </section>
  );
}

interface ToolProps {
  icon: 'plus' | 'close' | 'search' | 'help';
  label: string;
  onClick: () => void;
  pressed?: boolean;
}

const Tool = ({ icon, label, onClick, pressed }: ToolProps) => (
  <button type="button" class="terminal-tool" aria-label={label} title={label} aria-pressed={pressed} onClick={onClick}>
    <Icon name={icon} />
  </button>
);

function Screen({ number, shown }: { number: number; shown: boolean }) {
  const element = useRef<HTMLDivElement>(null);
  // Before the frame is painted: a shell waits.
  useLayoutEffect(() => (element.current ? mountTerminal(number, element.current) : undefined), [number]);
  useEffect(() => {
    if (shown) activeHandle()?.fit();
  }, [shown]);
  return (
    <div
      class="terminal-screen"
      role="tabpanel"
      id={`terminal-${number}`}
      aria-labelledby={`terminal-tab-${number}`}
      hidden={!shown}
      ref={element}
    />
  );
}
