import { course, readCourse } from '../../shared/course.ts';
import { definePage } from '../../shared/define-page.tsx';
import { InClass } from '../shell/in-class.tsx';
import { ClassTrainers } from './class-trainers.tsx';
import { CodePanel } from './code-panel.tsx';
import { DeleteClass } from './delete-class.tsx';
import { LinkedCourses } from './linked-courses.tsx';
import { SettingsForm } from './settings-form.tsx';

/** /formation/classe/: how to come into a class, and what may be changed of it. */
const ClassPage = () => (
  <InClass>
    {(theClass) => (
      <div class="class-page" key={theClass.id}>
        <CodePanel theClass={theClass} />
        <SettingsForm theClass={theClass} chapters={course.value} />
        <ClassTrainers theClass={theClass} />
        <LinkedCourses theClass={theClass} />
        <DeleteClass theClass={theClass} />
      </div>
    )}
  </InClass>
);

readCourse();
definePage('etanche-class', ClassPage);
