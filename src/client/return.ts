import { defineEntry } from '../islands/entry/mount.tsx';
import { ResumePage } from '../islands/entry/resume-page.tsx';

defineEntry('etanche-return', ResumePage);
