import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { roomApi } from '../../../lib/trainer-api.ts';
import type { WatchHandle } from '../../terminal/watch.ts';
import { TabList } from '../../shared/tab-list.tsx';
import { detail, type PersonAddress } from '../state/person.ts';
import { KeyboardBar } from './keyboard-bar.tsx';

const TERMINALS = [1, 2, 3, 4] as const;

interface Props {
  address: PersonAddress;
  /** Another attempt is another sandbox: watched anew. */
  attempt: string;
  /** Of the trainer who looks. */
  login: string;
}

/** One of the learner's terminals, live. The learner sees that somebody looks; nothing is typed without their word. */
export function PersonTerminal({ address, attempt, login }: Props) {
  const terminal = useSignal<number>(1);
  const host = useRef<HTMLDivElement>(null);
  const handle = useRef<WatchHandle | null>(null);
  const mine = detail.value?.keyboard === login;
  const allowed = useRef(mine);
  allowed.current = mine;
  const { classId, id } = address;
  const number = terminal.value;

  useEffect(() => {
    let over = false;
    void import('../../terminal/watch.ts').then(({ watchTerminal }) => {
      if (over || !host.current) return;
      handle.current = watchTerminal(host.current, async () => (await roomApi.watch(classId, id, number)).ticket);
      handle.current.setTyping(allowed.current);
    });
    return () => {
      over = true;
      handle.current?.dispose();
      handle.current = null;
    };
  }, [classId, id, attempt, number]);
  useEffect(() => {
    handle.current?.setTyping(mine);
    if (mine) handle.current?.focus();
  }, [mine]);

  return (
    <div class="person-terminal" data-keyboard={mine ? '' : undefined}>
      <div class="terminal-bar">
        <TabList
          label="Terminaux"
          prefix="watched"
          tabs={TERMINALS.map((one) => ({ id: one, label: `Terminal ${one}` }))}
          selected={number}
          onSelect={(one) => (terminal.value = one)}
        />
      </div>
      <KeyboardBar address={address} login={login} />
      <div
        class="watched-screen"
        role="tabpanel"
        id={`watched-${number}`}
        aria-labelledby={`watched-tab-${number}`}
        ref={host}
      />
    </div>
  );
}
