import { AttemptStore } from './attempts.ts';
import { AuditLog } from './audit.ts';
import { CertificateStore } from './certificates.ts';
import { CheckEventStore } from './check-events.ts';
import { ClassResultStore } from './class-results.ts';
import { ClassStore } from './classes.ts';
import type { Database } from './database.ts';
import { InvitationStore } from './invitations.ts';
import { LearnerStore } from './learners.ts';
import { LtiStore } from './lti.ts';
import { RecordingStore } from './recordings.ts';
import { SandboxStore } from './sandboxes.ts';
import { SeatStore } from './seats.ts';
import { TrainerStore } from './trainers.ts';

/** Every view of one database. */
export const storesOf = (database: Database) => ({
  attempts: new AttemptStore(database),
  audit: new AuditLog(database),
  certificates: new CertificateStore(database),
  checkEvents: new CheckEventStore(database),
  classes: new ClassStore(database),
  invitations: new InvitationStore(database),
  learners: new LearnerStore(database),
  lti: new LtiStore(database),
  recordings: new RecordingStore(database),
  results: new ClassResultStore(database),
  sandboxes: new SandboxStore(database),
  seats: new SeatStore(database),
  trainers: new TrainerStore(database),
});
export type Stores = ReturnType<typeof storesOf>;
