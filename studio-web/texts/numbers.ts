/** Numbers and moments as the language of the page writes them. */

let language = 'en';
let decimal = decimalFormat(language);

/** Only for speak.ts. */
export function setNumberLanguage(next: string): void {
  language = next;
  decimal = decimalFormat(next);
}

/** "-6.0", in German "-6,0". */
export function oneDecimal(value: number): string {
  return decimal.format(value);
}

/** Day and time: "Sat, Nov 28, 8:15 PM". */
export function momentText(atMs: number): string {
  return new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  }).format(atMs);
}

/** The time of day: "8:15 PM". */
export function timeText(atMs: number): string {
  return new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format(atMs);
}

function decimalFormat(name: string): Intl.NumberFormat {
  return new Intl.NumberFormat(name, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    useGrouping: false,
    signDisplay: 'negative',
  });
}
