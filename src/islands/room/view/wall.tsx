import { useRef } from 'preact/hooks';
import { shortElapsed } from '../../../lib/elapsed.ts';
import { Icon } from '../../shared/icon.tsx';
import { now } from '../state/clock.ts';
import { labTitle } from '../../shared/course.ts';
import { chaptersShown } from '../state/filters.ts';
import { order, touchRows } from '../state/order.ts';
import { attention, tileOf } from '../state/room.ts';
import { LEVELS, shortStateWords, timeOn } from '../state/words.ts';
import { personUrl } from './expanded.ts';
import { ChapterCells } from './lab-cells.tsx';
import { Marks } from './marks.tsx';

/** Everybody on one screen: one small card a person, the ones who need somebody first. */
export function Wall() {
  const list = useRef<HTMLUListElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!list.current || event.altKey || event.ctrlKey || event.metaKey) return;
    touchRows({ focusAt: Date.now() });
    const cards = [...list.current.querySelectorAll<HTMLElement>('a')];
    const next = cards[cardAfter(event.key, cards.indexOf(document.activeElement as HTMLElement), columnsOf(cards))];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <ul
      class="room-wall"
      ref={list}
      onKeyDown={onKeyDown}
      onFocusIn={() => touchRows({ focusAt: Date.now() })}
      onFocusOut={() => touchRows({ focusAt: null })}
    >
      {order.value.map((id) => (
        <Card key={id} id={id} />
      ))}
    </ul>
  );
}

function Card({ id }: { id: string }) {
  const tile = tileOf(id)?.value;
  if (!tile) return null;
  const state = attention(tile);
  const { live } = tile;
  return (
    <li data-id={id} data-level={state.level}>
      <a href={personUrl(id)}>
        <span class="card-state" aria-hidden="true">
          <Icon name={LEVELS[state.level].icon} />
        </span>
        <span class="card-line">
          <strong>{tile.pseudonym}</strong>
          <span class="card-words">{shortStateWords(state)}</span>
        </span>
        <span class="card-line">
          {live ? (
            <>
              <span class="card-lab">{labTitle(live.lab)}</span>
              <Marks lab={live.lab} checks={live.checks} />
              <span class="card-time">{shortElapsed(timeOn(tile, live.lab, now.value))}</span>
            </>
          ) : (
            <span class="card-lab">aucun exercice ouvert</span>
          )}
        </span>
        <span class="card-course" aria-hidden="true">
          {chaptersShown.value.map((chapter) => (
            <ChapterCells key={chapter.slug} tile={tile} chapter={chapter} />
          ))}
        </span>
      </a>
    </li>
  );
}

/** Cards on the first line, as they are laid out now. */
function columnsOf(cards: readonly HTMLElement[]): number {
  const top = cards[0]?.getBoundingClientRect().top;
  const columns = cards.findIndex((card) => card.getBoundingClientRect().top !== top);
  return columns === -1 ? Math.max(1, cards.length) : columns;
}

/** Index of the card where a key leads; -1 when it leads nowhere. */
function cardAfter(key: string, from: number, columns: number): number {
  switch (key) {
    case 'ArrowRight':
      return from + 1;
    case 'ArrowLeft':
      return from - 1;
    case 'ArrowDown':
      return from + columns;
    case 'ArrowUp':
      return from - columns;
    case 'Home':
      return 0;
    default:
      return -1;
  }
}
