import { defineEntry } from '../islands/entry/mount.tsx';
import { LtiPage } from '../islands/lti/lti-page.tsx';
import { readCourse } from '../islands/shared/course.ts';

readCourse();
defineEntry('etanche-lti', LtiPage);
