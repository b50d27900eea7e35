/** The figures that the facts settle on (search-under-noise 5.1, 5.2 and 5.4). */
export const DEFAULTS = {
  /** Crashes of the positive control before the search begins; at least, and when in no hurry. */
  controlCrashes: 5,
  fewestControlCrashes: 3,
  carefulControlCrashes: 10,
  /** The chance that the answer as a whole is wrong. */
  delta: 0.05,
  /** A variant with this share of the control's hazard still counts as crashing. */
  rho: 0.5,
  /** The same, when rates are seen to move. */
  movingRho: 0.33,
  /** A search's negative control is tried until its hazard is below this share of the control's. */
  background: 0.1,
  confidence: 0.95,
  /** At most so many processes for one variant. */
  processes: 200,
  /** A process is given up after so many times the control's mean. */
  processMeans: 4,
  /** The control is run again after so many verdicts or seconds, whichever is first. */
  controlEveryVerdicts: 10,
  controlEverySeconds: 7200,
  /** It must crash within `clearExposure` at this error and rho 1. */
  controlBeta: 0.01,
  /** Placebos of the crashing variant to measure the masked fraction with. */
  placebos: 6,
} as const;
