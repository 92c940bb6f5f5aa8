// Figures as people read them. Everything comes in base units: seconds, bytes, shares.

const NONE = '–';

function significant(value, digits = 3) {
  const rounded = Number(value.toPrecision(digits));
  return rounded.toLocaleString('en', { maximumFractionDigits: 3 });
}

export function known(value) {
  return value !== null && value !== undefined && Number.isFinite(value);
}

export function seconds(value) {
  if (!known(value)) {
    return NONE;
  }
  if (value === 0) {
    return '0';
  }
  if (value < 1e-6) {
    return `${significant(value * 1e9)} ns`;
  }
  if (value < 1e-3) {
    return `${significant(value * 1e6)} µs`;
  }
  return value < 1 ? `${significant(value * 1e3)} ms` : `${significant(value)} s`;
}

export function bytes(value) {
  if (!known(value)) {
    return NONE;
  }
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  return `${significant(value / 1000 ** step)} ${units[step]}`;
}

export function share(value) {
  if (!known(value)) {
    return NONE;
  }
  const percent = value * 100;
  return `${percent === 0 || percent >= 10 ? Math.round(percent) : significant(percent, 2)} %`;
}

export function number(value) {
  return known(value) ? significant(value) : NONE;
}

/** How often something happens. */
export const every = (length) => (length >= 60 ? age(0, length * 1000) : seconds(length));

export function age(sinceMillis, nowMillis) {
  const total = Math.max(0, Math.round((nowMillis - sinceMillis) / 1000));
  if (!Number.isFinite(total)) {
    return NONE;
  }
  const steps = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
  const at = steps.findIndex(([length]) => total >= length);
  if (at < 0) {
    return 'now';
  }
  const [length, unit] = steps[at];
  const [shorter, shorterUnit] = steps[at + 1] ?? [];
  const rest = shorter ? Math.floor((total % length) / shorter) : 0;
  return `${Math.floor(total / length)} ${unit}${rest > 0 && at > 0 ? ` ${rest} ${shorterUnit}` : ''}`;
}

export function words(code) {
  if (code === 'OK') {
    return code;
  }
  const text = String(code ?? '').replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const BY_UNIT = {
  s: seconds,
  B: bytes,
  'B/s': (value) => `${bytes(value)}/s`,
  '1/s': (value) => `${number(value)}/s`,
  share,
};

/** A figure in its unit: s, B, B/s, 1/s, share, or a plain number. */
export function value(figure, unit) {
  return known(figure) ? (BY_UNIT[unit] ?? number)(figure) : NONE;
}

const pad = (figure) => String(figure).padStart(2, '0');
const clock = (date) => `${pad(date.getHours())}:${pad(date.getMinutes())}`;
const day = (date) => `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;

/** An instant in the reader's own time. */
export function moment(millis) {
  const date = new Date(millis);
  return `${day(date)} ${clock(date)}:${pad(date.getSeconds())}`;
}

/** An instant as an axis shows it, as short as the span allows. */
export function axisMoment(millis, span) {
  const date = new Date(millis);
  if (span <= 5 * 60_000) {
    return `${clock(date)}:${pad(date.getSeconds())}`;
  }
  return span <= 2 * 86_400_000 ? clock(date) : day(date).slice(5);
}
