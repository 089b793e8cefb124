import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import '../formation/class/class.css';
import './room.css';
import './table.css';
import './wall.css';
import { definePage } from '../shared/define-page.tsx';
import { Failure } from '../shared/failure.tsx';
import { currentClass, InClass } from '../formation/shell/in-class.tsx';
import { Loading } from '../shared/loaded.tsx';
import { readCourse } from '../shared/course.ts';
import { face, filtering, levelChosen, searched, singleKeys } from './state/filters.ts';
import { followOrder, order, reorder, touchRows, waitingMoves } from './state/order.ts';
import { announcement, everybody, followRoom, gone, link, roomOf } from './state/room.ts';
import { ClassActions } from './view/class-actions.tsx';
import { EmptyRoom } from './view/empty-room.tsx';
import { FilterBar, SEARCH_ID, toggleFullScreen } from './view/filter-bar.tsx';
import { LinkLost } from './view/states.tsx';
import { RoomKeys } from './view/keys.tsx';
import { Table } from './view/table.tsx';
import { Wall } from './view/wall.tsx';

/** Everybody of a class at a glance, live. */
function Room({ id }: { id: string }) {
  useEffect(() => {
    const stopRoom = followRoom(id);
    const stopOrder = followOrder();
    return () => {
      stopOrder();
      stopRoom();
    };
  }, [id]);
  const helping = useRoomKeys();
  const theClass = currentClass.value;
  if (gone.value) return <Failure failure={gone.value} />;
  if (!theClass || roomOf.value !== id) return <Loading />;
  return (
    <div class="room">
      <p class="sr-only" aria-live="polite">
        {announcement.value}
      </p>
      {link.value === 'retrying' && <LinkLost />}
      {everybody.value.length === 0 ? (
        <>
          {theClass.pausedAt !== null && <ClassActions />}
          <EmptyRoom shown={theClass} />
        </>
      ) : (
        <>
          <FilterBar onHelp={() => (helping.value = true)} />
          <People />
        </>
      )}
      <RoomKeys open={helping.value} onClose={() => (helping.value = false)} />
    </div>
  );
}

/** Rows or cards, and the button that waits over them: a pointer on its way to it holds them too. */
function People() {
  if (order.value.length === 0 && filtering.value) return <NobodyFound />;
  return (
    <div
      onPointerMove={() => touchRows({ pointerAt: Date.now() })}
      onPointerLeave={() => touchRows({ pointerAt: null })}
    >
      <Moves />
      {face.value === 'table' ? <Table /> : <Wall />}
    </div>
  );
}

/** Rows that a pointer or the focus holds: how many wait to change place. */
function Moves() {
  const waiting = waitingMoves.value;
  return (
    <div class="moves">
      {waiting > 0 && (
        <button type="button" class="button small" onClick={reorder} aria-keyshortcuts="r">
          {waiting}
          {'\u00a0'}
          {waiting > 1 ? 'personnes changent' : 'personne change'} de place
        </button>
      )}
    </div>
  );
}

function NobodyFound() {
  return (
    <div class="room-state">
      <p>Personne ne répond à ce choix.</p>
      <button
        type="button"
        class="button small"
        onClick={() => {
          levelChosen.value = '';
          searched.value = '';
        }}
      >
        Montrer tout le monde
      </button>
    </div>
  );
}

/** Keys of the whole page, which a field being typed in keeps for itself. @returns whether their help is shown. */
function useRoomKeys() {
  const helping = useSignal(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!singleKeys.value || event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]'))
        return;
      if (event.target instanceof Element && event.target.closest('input, textarea, select')) return;
      const actions: Record<string, () => void> = {
        '/': () => document.getElementById(SEARCH_ID)?.focus(),
        '?': () => (helping.value = true),
        v: () => (face.value = face.value === 'table' ? 'wall' : 'table'),
        r: reorder,
        f: toggleFullScreen,
      };
      const action = actions[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return helping;
}

readCourse();
definePage('etanche-room', () => <InClass>{({ id }) => <Room id={id} />}</InClass>);
