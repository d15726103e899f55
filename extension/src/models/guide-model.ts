/** What stands beside one open lesson, kept fresh: its guide, and why progress is what it is. No DOM. */
import type { CourseLesson, ExplainedLesson, LessonGuide } from "@data-surgery/contract";
import { Signal, type ISignal } from "@lumino/signaling";

export interface GuideService {
  guide(): Promise<LessonGuide>;
  explained(): Promise<ExplainedLesson>;
}

export class GuideModel {
  guide: LessonGuide | undefined;
  explained: ExplainedLesson | undefined;
  readonly #service: GuideService;
  readonly #changed = new Signal<this, void>(this);

  constructor(service: GuideService) {
    this.#service = service;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  async refresh(): Promise<void> {
    this.guide = await this.#service.guide();
    this.#changed.emit();
  }

  async explain(): Promise<void> {
    this.explained = await this.#service.explained();
    this.#changed.emit();
  }
}

/** Where to go on from this lesson: the first after it that is not finished, else the first of all; nothing when all are. */
export function nextLesson(lessons: readonly CourseLesson[], current: string): CourseLesson | undefined {
  const at = lessons.findIndex(({ id }) => id === current);
  const isOpen = ({ id, done, total }: CourseLesson): boolean => id !== current && (done < total || total === 0);
  return lessons.slice(at + 1).find(isOpen) ?? lessons.find(isOpen);
}
