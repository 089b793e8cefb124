import './replay.css';
import { parseCast, shownAt } from './cast.ts';
import { Playback } from './playback.ts';

export interface ReplayOptions {
  /** Seconds of the recording between which to play, from its start. The rest can still be gone to. */
  from?: number;
  to?: number;
  /** Names the recording to screen readers; default « Enregistrement du terminal ». */
  label?: string;
}

export interface ReplayHandle {
  play(): void;
  pause(): void;
  /** @param at seconds of the recording, from its start. */
  seek(at: number): void;
  dispose(): void;
}

const SPEEDS = [0.5, 1, 2, 4, 8] as const;
const STEP_SECONDS = 5;

/** Minutes and seconds, for a clock and for a screen reader. */
const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds) % 60).padStart(2, '0')}`;
const spoken = (seconds: number): string => `${Math.floor(seconds / 60)} min ${Math.floor(seconds) % 60} s`;

/**
 * Plays a recording in `host`, which must have a size: a terminal that takes no key, and its controls. It starts paused,
 * at `from`. Moments without output are shortened to two seconds.
 * @param cast text of an asciicast v2 file.
 */
export function replay(host: HTMLElement, cast: string, options: ReplayOptions = {}): ReplayHandle {
  const element = document.createElement('section');
  element.className = 'replay';
  element.setAttribute('aria-label', options.label ?? 'Enregistrement du terminal');
  host.append(element);
  const recording = parseCast(cast);
  if (!recording) {
    element.append(paragraph('Cet enregistrement est illisible.'));
    return { play() {}, pause() {}, seek() {}, dispose: () => element.remove() };
  }

  const screenHost = document.createElement('div');
  screenHost.className = 'replay-screen';
  const bar = document.createElement('div');
  bar.className = 'replay-bar';
  element.append(screenHost, bar);

  const toggle = button('Lire', () => playback.toggle());
  const position = document.createElement('input');
  position.type = 'range';
  position.min = '0';
  position.max = String(recording.duration);
  position.step = '0.1';
  position.setAttribute('aria-label', 'Position');
  position.addEventListener('input', () => playback.seek(Number(position.value)));
  const time = document.createElement('span');
  time.className = 'replay-time';
  const speed = document.createElement('select');
  speed.setAttribute('aria-label', 'Vitesse');
  for (const value of SPEEDS) speed.append(new Option(`× ${String(value).replace('.', ',')}`, String(value)));
  speed.value = '1';
  speed.addEventListener('change', () => (playback.speed = Number(speed.value)));
  const said = paragraph('');
  said.setAttribute('role', 'status');
  bar.append(toggle, position, time, speed, said);

  const begin = options.from === undefined ? 0 : shownAt(recording, options.from);
  const playback = new Playback(screenHost, recording, {
    end: options.to === undefined ? recording.duration : shownAt(recording, options.to),
    onChange() {
      toggle.textContent = playback.playing ? 'Pause' : 'Lire';
      position.value = String(playback.position);
      position.setAttribute('aria-valuetext', `${spoken(playback.position)} sur ${spoken(recording.duration)}`);
      time.textContent = `${clock(playback.position)} / ${clock(recording.duration)}`;
    },
    onMark: (text) => (said.textContent = text),
  });
  if (recording.events.length === 0) said.textContent = 'Rien n’a été affiché.';
  playback.seek(begin);

  element.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target === speed) return;
    const inPosition = event.target === position;
    if (event.key === ' ' && event.target !== toggle) playback.toggle();
    else if (event.key === 'ArrowLeft') playback.seek(playback.position - STEP_SECONDS);
    else if (event.key === 'ArrowRight') playback.seek(playback.position + STEP_SECONDS);
    else if (event.key === 'Home' && inPosition) playback.seek(0);
    else if (event.key === 'End' && inPosition) playback.seek(recording.duration);
    else return;
    event.preventDefault();
  });

  return {
    play: () => playback.play(),
    pause: () => playback.pause(),
    seek: (at) => playback.seek(shownAt(recording, at)),
    dispose() {
      playback.dispose();
      element.remove();
    },
  };
}

function paragraph(text: string): HTMLParagraphElement {
  const element = document.createElement('p');
  element.textContent = text;
  return element;
}

function button(label: string, onClick: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = label;
  element.addEventListener('click', onClick);
  return element;
}
