import { definePage } from '../formation/shell/define-page.tsx';
import './certificate.css';
import { Mine, type LabTitles } from './mine.tsx';
import { Verification } from './verification.tsx';

const titles = (): LabTitles =>
  JSON.parse(document.querySelector<HTMLElement>('[data-lab-titles]')?.dataset.labTitles ?? '{}') as LabTitles;

definePage('etanche-certificate', () => <Mine titles={titles()} />);
definePage('etanche-verification', Verification);
