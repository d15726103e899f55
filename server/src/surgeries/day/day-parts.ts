/** What belongs to the day of a surgery, made together: the owner of who is there, the ways in, and what the screens show. */
import type { Store } from "../../store/index.js";
import type { SignUps } from "../sign-ups.js";
import type { Surgeries } from "../surgeries.js";
import { createArrivals, type Arrivals } from "./arrivals.js";
import { createDayScreens, type DayScreens } from "./day-screens.js";
import { createDay, type Day } from "./day.js";

export interface DayParts {
  readonly day: Day;
  readonly arrivals: Arrivals;
  readonly screens: DayScreens;
}

export function createDayParts(options: {
  readonly store: Store;
  readonly surgeries: Surgeries;
  readonly signUps: SignUps;
  readonly clock?: () => number;
}): DayParts {
  const day = createDay(options);
  return {
    day,
    arrivals: createArrivals({ ...options, day }),
    screens: createDayScreens({ ...options, onChange: (dateId) => day.tellChanged(dateId) }),
  };
}
