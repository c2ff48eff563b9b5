/** pictures-english.ts in German. */
import type { PICTURES_ENGLISH } from './pictures-english.ts';

export const PICTURES_GERMAN: typeof PICTURES_ENGLISH = {
  region: 'Bilder',
  camera: 'Kamera',
  screen: 'Bildschirm teilen',
  sharing: 'Teilen beenden',
  ofCamera: (name) => `${name}: Kamera`,
  ofScreen: (name) => `${name}: Bildschirm`,
  picture: (name) => `Bild von ${name}`,
  screenOf: (name) => `Bildschirm von ${name}`,
  you: (name) => `${name} (du)`,
  ownScreen: 'Du teilst deinen Bildschirm',
  ownScreenText: 'Alle im Raum sehen ihn. Hörer sehen ihn nicht.',
  pin: (what) => `${what} anheften`,
  flip: 'Andere Kamera nehmen',
  follow: 'Wer spricht, groß',
  hide: 'Bilder ausblenden',
  show: 'Bilder zeigen',
  count: (count) => (count === 1 ? '1 Bild' : `${count} Bilder`),
  slowViewer: 'Deine Verbindung ist zu langsam für dieses Bild. Der Ton geht vor.',
  slowSender: (name) => `Die Verbindung von ${name} ist zu langsam für dieses Bild.`,
  stopCamera: 'Kamera ausschalten',
  stopScreen: 'Teilen des Bildschirms beenden',
  refused: {
    camera:
      'Die anderen konnten deine Kamera nicht sehen. Schalte sie noch einmal ein, oder lade die Seite neu.',
    screen:
      'Die anderen konnten deinen Bildschirm nicht sehen. Teile ihn noch einmal, oder lade die Seite neu.',
  },
  screenProblems: {
    blocked:
      'Dein Computer lässt diesen Browser den Bildschirm nicht sehen. Erlaube es in den Datenschutz-Einstellungen und versuche es noch einmal.',
    failed: 'Der Bildschirm ließ sich nicht teilen. Versuche es noch einmal, oder nimm ein anderes Fenster.',
  },
};
