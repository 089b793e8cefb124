import { definePage } from '../shell/define-page.tsx';
import { SignedIn } from '../shell/signed-in.tsx';

const Classes = () => <SignedIn>{({ login }) => <p>{login}</p>}</SignedIn>;

definePage('etanche-classes', Classes);
