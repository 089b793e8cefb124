import type { Recorder } from '../../recording/recorder.ts';
import type { ApiRouter } from '../api-router.ts';

export function serveRecordings(router: ApiRouter, recorder: Pick<Recorder, 'read'>): void {
  router.serve('room.recording', ({ params }) => recorder.read(params.classId, params.learnerId, params.recordingId));
}
