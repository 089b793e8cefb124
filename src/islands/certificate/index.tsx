import { definePage } from '../shared/define-page.tsx';
import './certificate.css';
import { Mine, type LabTitles } from './mine.tsx';
import { Verification } from './verification.tsx';

const Page = ({ data }: { data: DOMStringMap }) => <Mine titles={JSON.parse(data.titles ?? '{}') as LabTitles} />;

definePage('etanche-certificate', Page);
definePage('etanche-verification', Verification);
