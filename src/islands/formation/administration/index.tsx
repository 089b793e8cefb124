import { definePage } from '../../shared/define-page.tsx';
import { SignedIn } from '../shell/signed-in.tsx';
import { Accounts } from './accounts.tsx';
import { AuditJournal } from './audit-journal.tsx';
import { RevokeCertificate } from './revoke-certificate.tsx';

/** /formation/administration/: accounts, certificates, journal. */
const Administration = () => (
  <SignedIn administrator>
    {(trainer) => (
      <div class="sections">
        <Accounts own={trainer.id} />
        <RevokeCertificate />
        <AuditJournal />
      </div>
    )}
  </SignedIn>
);

definePage('etanche-administration', Administration);
