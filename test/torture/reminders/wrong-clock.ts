import { skewClock } from '../due/skew.ts';

// Loaded before the program itself, which then believes it is another time.
skewClock(Number(process.env['WRONG_CLOCK_MS']));
