import type { Role, TrainerView } from '../../../../server/contract/trainers.ts';
import { day } from '../../shared/dates.ts';
import { definePage } from '../../shared/define-page.tsx';
import { SignedIn } from '../shell/signed-in.tsx';
import { PasswordSection } from './password-section.tsx';
import { SecondFactorSection } from './second-factor-section.tsx';
import { SessionsSection } from './sessions-section.tsx';

/** /formation/compte/: what somebody who teaches may change of their own account. */
const Account = () => <SignedIn>{(trainer) => <Sections key={trainer.id} trainer={trainer} />}</SignedIn>;

const OF_ROLE: Record<Role, string> = { trainer: 'de formation', administrator: 'd’administration' };

const Sections = ({ trainer }: { trainer: TrainerView }) => (
  <div class="sections">
    <p>
      <strong>{trainer.login}</strong>, compte {OF_ROLE[trainer.role]} ouvert le {day(trainer.createdAt)}.
    </p>
    {trainer.password ? (
      <>
        <PasswordSection login={trainer.login} />
        <SecondFactorSection set={trainer.secondFactor} />
      </>
    ) : (
      <p>Ce compte entre par le fournisseur d’identité : il n’a ici ni mot de passe ni second facteur.</p>
    )}
    <SessionsSection />
  </div>
);

definePage('etanche-account', Account);
