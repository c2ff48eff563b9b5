/** The texts of error-texts.ts in German. */
import { type ErrorTexts, text } from './error-texts.ts';

const RELOAD = 'Lade die Seite neu.';
const AGAIN = 'Versuche es gleich noch einmal.';
const BY_ITSELF = 'Sie kommt von selbst zurück.';
const NOTHING = 'Du musst nichts tun.';

export const GERMAN_ERRORS: ErrorTexts = {
  bad_message: text('Diese Seite und der Server verstehen einander nicht.', RELOAD),
  unknown_command: text('Der Server kennt diese Aktion nicht.', RELOAD),
  bad_input: text(
    'Der Server hat diesen Wert nicht angenommen.',
    'Prüfe deine Eingabe und versuche es noch einmal.',
  ),
  message_too_big: text('Das waren zu viele Daten auf einmal.', RELOAD),
  too_many_messages: text(
    'Es ist zu viel auf einmal passiert.',
    'Warte ein paar Sekunden und versuche es dann noch einmal.',
  ),
  not_entered: text('Du bist nicht mehr im Studio.', 'Lade die Seite neu und tritt wieder ein.'),
  already_entered: text('Diese Seite ist schon im Studio.', RELOAD),
  unauthorized: text(
    'Dieser Browser ist nicht als Besitzer angemeldet.',
    'Öffne den Besitzer-Link, den der Server beim Start ausgegeben hat.',
  ),
  forbidden: text('Das dürfen nur Hosts.', 'Bitte einen Host darum, oder bitte um einen Host-Link.'),
  origin_refused: text(
    'Das Studio kann von dieser Adresse aus nicht benutzt werden.',
    'Öffne es unter der Adresse, die du von deinem Host bekommen hast.',
  ),
  subprotocol_missing: text('Diese Seite ist älter oder neuer als der Server.', RELOAD),
  invite_invalid: text('Dieser Einladungslink gilt nicht mehr.', 'Bitte deinen Host um einen neuen Link.'),
  claim_invalid: text(
    'Dieser Besitzer-Link gilt nicht.',
    'Benutze den Link, den der Server beim Start ausgegeben hat.',
  ),
  show_not_found: text(
    'Unter dieser Adresse gibt es keine Sendung.',
    'Prüfe die Adresse, oder bitte deinen Host um einen Link.',
  ),
  scene_not_found: text('Diese Szene gibt es nicht mehr.', 'Vielleicht hat ein anderer Host sie gelöscht.'),
  scene_limit: text('Für eine weitere Szene ist kein Platz.', 'Lösche eine, die du nicht brauchst.'),
  pad_not_found: text('Diesen Klang gibt es nicht mehr.', 'Vielleicht hat ihn ein anderer Host gelöscht.'),
  upload_invalid: text('Das Hochladen wurde abgebrochen.', 'Wähle die Datei noch einmal aus.'),
  upload_busy: text('Gerade werden viele Klänge hochgeladen.', AGAIN),
  sound_too_big: text(
    'Die Datei ist größer als 128 MB.',
    'Speichere sie als MP3 oder kürze sie, und lade die neue Datei hoch.',
  ),
  sound_too_long: text('Der Klang ist länger als 20 Minuten.', 'Kürze ihn und lade ihn noch einmal hoch.'),
  sound_not_audio: text(
    'Das Studio kann diese Datei nicht lesen.',
    'Es nimmt MP3, WAV, FLAC, OGG und M4A, wie auch immer die Datei heißt.',
  ),
  sound_damaged: text(
    'Die Datei ist beschädigt oder bricht ab.',
    'Öffne sie in einem Abspielprogramm, speichere sie neu und lade die neue Datei hoch.',
  ),
  sound_empty: text('In dieser Datei ist kein Ton.', 'Wähle eine andere Datei.'),
  sounds_full: text(
    'Das Soundboard ist voll: Es fasst eine Stunde Ton.',
    'Lösche, was du nicht mehr brauchst.',
  ),
  sound_not_stored: text(
    'Der Server konnte den Klang nicht ablegen.',
    'Vielleicht ist seine Platte voll. Nichts, was da war, ist verloren. Sag es dem, der den Server betreibt.',
  ),
  program_off: text('Die Sendung läuft nicht.', 'Drücke zuerst „Auf Sendung gehen“.'),
  room_full: text(
    'Der Raum ist voll.',
    'Bitte deinen Host, Platz zu machen, und versuche es dann noch einmal.',
  ),
  room_closed: text('Der Raum wurde geschlossen.', 'Tritt wieder ein, wenn die Sendung weitergeht.'),
  server_full: text(
    'Der Server kann gerade niemanden mehr aufnehmen.',
    'Versuche es in ein paar Minuten noch einmal.',
  ),
  removed: text(
    'Ein Host hat dich aus dem Raum genommen.',
    'Wenn das ein Versehen war, bitte deinen Host um einen neuen Link.',
  ),
  replaced: text(
    'Das Studio ist in einem anderen Tab oder Fenster offen.',
    'Mach dort weiter, oder hol es dir in dieses.',
  ),
  must_wait: text('Ein Host lässt dich ein.', 'Bleib auf dieser Seite.'),
  not_admitted: text(
    'Der Host hat dich nicht eingelassen.',
    'Frag deinen Host, oder versuche es später noch einmal.',
  ),
  lobby_full: text('Zu viele warten schon auf Einlass.', 'Versuche es in ein paar Minuten noch einmal.'),
  waiting_not_found: text('Diese Person wartet nicht mehr.', NOTHING),
  muted_by_host: text(
    'Ein Host hat dich stummgeschaltet.',
    'Du kannst wieder sprechen, sobald ein Host dich lässt.',
  ),
  session_ended: text(
    'Die Sitzung ist zu Ende.',
    'Danke, dass du da warst. Du kannst diese Seite schließen.',
  ),
  participant_not_found: text('Diese Person ist gegangen.', NOTHING),
  strip_not_found: text('Diesen Kanalzug gibt es nicht mehr: Die Person ist gegangen.', NOTHING),
  transport_not_found: text('Die Tonverbindung wurde neu aufgebaut.', BY_ITSELF),
  producer_not_found: text(
    'Dieses Mikrofon ist weg.',
    'Es kommt von selbst zurück, wenn es eingeschaltet wird.',
  ),
  consumer_not_found: text('Die Tonverbindung wurde neu aufgebaut.', BY_ITSELF),
  picture_limit: text(
    'Mehr Bilder bekommst du nicht.',
    'Scrolle zu anderen, oder hefte das Bild an, das du sehen willst.',
  ),
  room_pictures_limit: text(
    'Der Raum zeigt so viele Kameras und Bildschirme, wie er kann.',
    'Versuche es wieder, wenn jemand ausgeschaltet hat. Dein Ton läuft weiter wie bisher.',
  ),
  camera_stopped: text('Ein Host hat deine Kamera ausgeschaltet.', 'Du kannst sie wieder einschalten.'),
  screen_stopped: text('Ein Host hat das Teilen deines Bildschirms beendet.', 'Du kannst ihn wieder teilen.'),
  producer_limit: text(
    'Dein Mikrofon, deine Kamera oder dein Bildschirm ist schon verbunden.',
    'Lade die Seite neu, wenn dich niemand hört oder sieht.',
  ),
  media_refused: text(
    'Der Server kann den Ton dieses Browsers nicht verwenden.',
    'Versuche es mit einer aktuellen Version von Chrome, Edge, Firefox oder Safari.',
  ),
  media_reset: text('Der Ton des Raums wurde neu aufgebaut.', 'Er kommt von selbst zurück.'),
  program_busy: text('Die Übertragung ändert sich gerade.', AGAIN),
  not_found: text('Unter dieser Adresse gibt es nichts.', 'Prüfe die Adresse.'),
  too_many_listeners: text('Alle Plätze für Hörer sind besetzt.', AGAIN),
  icecast_unreachable: text(
    'Icecast ist nicht erreichbar.',
    'Prüfe, ob es läuft und ob seine Adresse stimmt. Wir versuchen es weiter.',
  ),
  mount_refused: text(
    'Icecast hat das Passwort der Übertragung abgelehnt.',
    'Berichtige ICECAST_SOURCE_PASSWORD und starte den Server neu.',
  ),
  mount_in_use: text(
    'Ein anderes Programm sendet auf denselben Mountpoint.',
    'Beende das andere. Wir übernehmen, sobald es weg ist.',
  ),
  mount_rejected: text(
    'Icecast hat die Übertragung nicht angenommen.',
    'Sieh in sein Log. Wir versuchen es weiter.',
  ),
  mount_lost: text('Die Verbindung zu Icecast ist abgerissen.', 'Wir verbinden neu; der Raum läuft weiter.'),
  mount_silent: text(
    'Icecast hat die Übertragung, aber unser eigener Hörer hört nichts.',
    'Prüfe, ob jemand auf Sendung ist und gehört werden kann.',
  ),
  encoder_missing: text(
    'Auf dem Server fehlt der Encoder ffmpeg.',
    'Installiere ffmpeg und geh dann noch einmal auf Sendung.',
  ),
  encoder_crashed: text(
    'Der Encoder ist stehen geblieben.',
    'Er wird neu gestartet; die Hörer bleiben verbunden.',
  ),
  media_unavailable: text('Die Audio-Technik des Servers startet gerade neu.', BY_ITSELF),
  shutting_down: text('Der Server wird neu gestartet.', 'Du wirst von selbst wieder hineingebracht.'),
  internal: text('Auf dem Server ist etwas kaputtgegangen.', AGAIN),
  connection_lost: text('Die Verbindung zum Studio ist weg.', 'Du wirst von selbst wieder hineingebracht.'),
  unreadable_reply: text('Diese Seite versteht die Antwort des Servers nicht.', RELOAD),
};
