import { definePage } from '../../shared/define-page.tsx';
import { SignedIn } from '../shell/signed-in.tsx';
import { Accounts } from './accounts.tsx';
import { AuditJournal } from './audit-journal.tsx';
import { Platforms } from './platforms.tsx';
import { RevokeCertificate } from './revoke-certificate.tsx';

/** /formation/administration/: accounts, platforms, certificates, journal. */
const Administration = () => (
  <SignedIn administrator>
    {(trainer) => (
      <div class="sections">
        <Accounts own={trainer.id} />
        <Platforms />
        <RevokeCertificate />
        <AuditJournal />
      </div>
    )}
  </SignedIn>
);

definePage('etanche-administration', Administration);
