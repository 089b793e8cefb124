import { ensureSession, session } from '../lib/session.ts';
import { syncProgress } from '../lib/progress.ts';
import { keepRootState } from './root-state.ts';
import { showClosedItems } from './closed-items.ts';
import { watchDock } from './dock-launcher.ts';
import { showProgress } from './progress-view.ts';
import { watchReading } from './reading-position.ts';
import { watchSeat } from './seat.ts';
import { watchTypeButtons } from './type-command.ts';
import { watchSidebar } from './sidebar-menu.ts';
import './demonstration.ts';
import './display-menu.ts';
import './learner-menu.ts';
import './quiz.ts';
import './resume.ts';
import './search.ts';

keepRootState();
watchTypeButtons();
watchDock();
watchSeat();

// Once per visit, then again whenever somebody else signs in.
void ensureSession();
let learner = '';
session.subscribe((now) => {
  const id = now.state === 'known' ? now.learner.id : '';
  if (id !== '' && id !== learner) void syncProgress();
  learner = id;
});

// The router swaps the page without reloading this module: what hangs on elements of the page is hung again.
document.addEventListener('astro:page-load', () => {
  watchSidebar();
  showProgress();
  showClosedItems();
  watchReading();
});
