import type { ClassService } from '../../classroom/class-service.ts';
import { classSettingsSchema, type CapacityView } from '../../contract/classes.ts';
import { AppError } from '../../errors.ts';
import type { ApiRouter } from '../api-router.ts';

export interface ClassRoutes {
  classes: ClassService;
  /** Whether the machine can hold so many people at once. */
  capacity: (people: number) => Promise<CapacityView>;
}

export function serveClasses(router: ApiRouter, { classes, capacity }: ClassRoutes): void {
  router.serve('classes.list', ({ trainer }) => classes.list(trainer.trainer));
  router.serve('classes.create', ({ trainer, body }) => classes.create(trainer.trainer, body));
  router.serve('classes.capacity', async ({ params }) => {
    const people = classSettingsSchema.shape.capacity.safeParse(Number(params.people));
    if (!people.success) throw new AppError('bad-request');
    return capacity(people.data);
  });
  router.serve('classes.read', ({ params }) => classes.read(params.classId));
  router.serve('classes.change', ({ trainer, params, body }) => classes.change(trainer.trainer, params.classId, body));
  router.serve('classes.delete', ({ trainer, params }) => classes.delete(trainer.trainer, params.classId));
  router.serve('classes.new-code', ({ trainer, params }) => classes.renewCode(trainer.trainer, params.classId));
  router.serve('classes.add-trainer', ({ trainer, params, body }) =>
    classes.addTrainer(trainer.trainer, params.classId, body.login),
  );
  router.serve('classes.pause', ({ trainer, params, body }) =>
    classes.pause(trainer.trainer, params.classId, body.paused),
  );
}
