/**
 * Every sentence of the studio in one place, in English; german.ts has the same in German. What is exported here is what the page says now:
 * speak.ts puts another language in its place, so read it when you draw and keep no copy. The listener page has its own few in
 * listen/listen-texts.ts. Whoever adds an export adds it to Catalogue as well.
 */
import type { MountEvidence, Phase } from '#protocol/state.ts';
import type { MicrophoneProblem } from '../media/microphone-problem.ts';
import type { DeadAirCause } from '../store/dead-air-cause.ts';
import { oneDecimal } from './numbers.ts';
import { PEOPLE_ENGLISH } from './people-english.ts';
import { PICTURES_ENGLISH } from './pictures-english.ts';
import { SOUNDBOARD_ENGLISH } from './soundboard-english.ts';

/** The word that the status "Broadcast" begins with. */
export let PHASE_WORDS: Record<Phase, string> = {
  off: 'OFF AIR',
  starting: 'STARTING',
  live: 'ON AIR',
  recovering: 'RECONNECTING',
  stopping: 'STOPPING',
  failed: 'FAILED',
};

export let PHASE_SENTENCES: Record<Phase, string> = {
  off: 'Nobody can listen yet.',
  starting: 'Waiting until a listener can hear the show.',
  live: 'Listeners hear the show.',
  recovering: 'Listeners may hear nothing. We are connecting again.',
  stopping: 'The broadcast is ending.',
  failed: 'The broadcast could not go on.',
};

/** Instead of the sentence of the phase while this page is not connected. */
export let PHASE_UNKNOWN = 'That was the last we heard. Without a connection we cannot see the broadcast.';

/** What a host can do when nobody on air can be heard. */
export let DEAD_AIR_ADVICE: Record<DeadAirCause, string> = {
  nobodyOn: 'Press "On air" on the strip of somebody who should be.',
  allMuted: 'Everybody on air is muted or faded down. Unmute somebody, or press "On air" on another strip.',
  noSound: 'Somebody is on air, but no sound comes. Speak, check the microphones, or bring in somebody else.',
};

/** Why "Go live" does nothing in this phase; null when it works. */
export let GO_LIVE_OBSTACLES: Record<Phase, string | null> = {
  off: null,
  failed: null,
  starting: 'The broadcast is starting already.',
  live: 'The broadcast is on air already.',
  recovering: 'The broadcast is on air and connecting again by itself.',
  stopping: 'The broadcast is just ending. Wait a moment.',
};

/** Why "Stop broadcast" does nothing in this phase; null when it works. */
export let STOP_OBSTACLES: Record<Phase, string | null> = {
  off: 'There is no broadcast to stop.',
  failed: 'The broadcast has ended already.',
  starting: null,
  live: null,
  recovering: null,
  stopping: 'The broadcast is ending already.',
};

export let EVIDENCE_WORDS: Record<MountEvidence, string> = {
  none: 'not connected',
  connecting: 'connecting',
  accepted: 'taken by Icecast',
  heard: 'heard by a listener',
};

export type ProblemText = { readonly what: string; readonly next: string };

export let MICROPHONE_PROBLEMS: Record<MicrophoneProblem, ProblemText> = {
  insecure: {
    what: 'Microphones only work over HTTPS.',
    next: 'Open this page with https:// in front, or on the computer itself at localhost.',
  },
  unsupported: {
    what: 'This browser cannot use a microphone here.',
    next: 'Open the link in Chrome, Edge, Firefox or Safari.',
  },
  denied: {
    what: 'This site may not use your microphone.',
    next: 'Click the icon at the left of the address bar, allow the microphone, then try again.',
  },
  blocked: {
    what: 'Your computer blocks the microphone for this browser.',
    next: 'On a Mac: System Settings, Privacy & Security, Microphone. On Windows: Settings, Privacy, Microphone. Then try again.',
  },
  missing: {
    what: 'No microphone was found.',
    next: 'Plug one in, then try again.',
  },
  busy: {
    what: 'Another program or tab is using the microphone.',
    next: 'Close it there, then try again.',
  },
  unknown: {
    what: 'The microphone did not start.',
    next: 'Unplug it and plug it in again, or choose another one.',
  },
};

/** Why there is no picture; entering does not need one. */
export let CAMERA_PROBLEMS: Record<MicrophoneProblem, string> = {
  insecure: 'Cameras only work over HTTPS.',
  unsupported: 'This browser cannot use a camera here.',
  denied: 'This site may not use your camera. Allow it at the left of the address bar, then try again.',
  blocked: 'Your computer blocks the camera for this browser. Look into its privacy settings.',
  missing: 'No camera was found. You can enter without one.',
  busy: 'Another program or tab is using the camera.',
  unknown: 'The camera did not start. You can enter without one.',
};

export let TEXTS = {
  product: 'OpenStudio',
  greenRoom: {
    heading: 'Get ready',
    hostLead: (show: string) => `You are about to enter the studio of ${show} as a host.`,
    guestLead: (show: string) => `You are invited to ${show}.`,
    name: 'Your name',
    nameMissing: 'Enter your name, so that the others know who you are.',
    microphone: 'Microphone',
    microphoneLevel: 'Microphone level',
    allow: 'Allow microphone',
    allowReason: 'The others can only hear you when your browser lets this page use the microphone.',
    allowing: 'Your browser is asking. Choose "Allow".',
    retry: 'Try again',
    speak: 'Say something: the bar should move.',
    headphones: 'I wear headphones',
    headphonesOn: 'Your sound goes out untouched: best for voice and music.',
    headphonesOff: 'Echo from your loudspeakers is taken out.',
    enter: 'Enter studio',
    entering: 'Entering …',
    unanswered: (attempt: number) =>
      `The studio does not answer. Trying again (${attempt}). If this stays, reload the page.`,
    withoutMicrophone: 'You can enter without a microphone: you hear the others, they do not hear you.',
    hostPromise: 'Nobody listens until you press "Go live".',
    guestPromise: 'You are not on air when you enter. A host brings you in.',
    noDevice: 'No microphone yet',
    sameAgain: (settings: string) => `With the same settings as last time: ${settings}.`,
    withHeadphones: 'headphones',
    pictureOff: 'Your camera is off',
    picture: 'Your picture, as in a mirror',
    cameraOn: 'Turn camera on',
    cameraOff: 'Turn camera off',
    cameraStarting: 'Your camera is starting …',
    camera: 'Camera',
    speaker: 'Speaker',
    testSound: 'Play test sound',
    testSoundPlaying: 'Playing …',
    record: 'Record 3 seconds and listen',
    recording: 'Recording. Say something …',
    playingBack: 'This is how you sound',
    recordFailed: 'This browser could not record. The bar shows that your microphone works.',
    more: 'More sound settings',
    echo: 'Take out echo',
    noise: 'Take out background noise',
    autoGain: 'Even out loudness',
    processedAbout: 'Each of these costs sound quality. Use them only when you must.',
    music: 'Music mode',
    musicAbout: 'Stereo at 256 kbit/s, and nothing is processed. Only with headphones on.',
    network: 'Connection',
    networkTest: 'Test connection',
    networkTesting: 'Testing …',
    networkUnknown: 'Not tested yet.',
    networkFailed: 'The test could not be made. That says nothing about your connection.',
    inApp:
      'You opened this link inside another app. If the microphone does not work, open it in Safari or Chrome.',
  },
  microphone: {
    gone: (old: string, now: string) => `${old} is gone. Using ${now} instead.`,
    dead: (device: string) => `We hear nothing from ${device}. Is it muted, or is it the wrong one?`,
    interrupted: 'Your device has taken the microphone away for a moment.',
    anyDevice: 'your microphone',
    numbered: (number: number) => `Microphone ${number}`,
    bluetooth: (device: string) =>
      `${device} seems to be a Bluetooth headset: with its microphone it sounds like a telephone. Keep it for listening and choose another microphone.`,
  },
  camera: {
    numbered: (number: number) => `Camera ${number}`,
    gone: (old: string, now: string) => `${old} is gone. Using ${now} instead.`,
    anyDevice: 'another camera',
  },
  speaker: {
    numbered: (number: number) => `Speaker ${number}`,
    system: 'System default',
    gone: (old: string) => `${old} is gone. You hear the room where your system plays.`,
  },
  network: {
    good: (ms: string) => `Good: direct over UDP${ms}.`,
    tcp: (ms: string) => `Works: direct over TCP${ms}. Your network blocks UDP; another one sounds better.`,
    relay: (ms: string) => `Works through the relay${ms}.`,
    blocked:
      'Blocked: live audio gets through neither directly nor through the relay. Try another network, or tell your host (code NET-2).',
    relayMissing: 'The relay does not answer: guests behind strict firewalls will not get in.',
    ms: (ms: number) => `, ${ms} ms`,
  },
  own: {
    mute: 'Mute microphone',
    leave: 'Leave',
    level: 'Your level',
    region: 'Your controls',
    choose: 'Change microphone',
    onAir: 'ON AIR - listeners hear you',
    backstage: 'Backstage - listeners do not hear you',
    muted: 'Muted',
    mutedByHost: 'Muted by a host',
    noMicrophone: 'No microphone - nobody hears you',
    unknown: 'Connection lost',
    whyUnknown: 'We cannot see whether listeners hear you.',
    whyOff: 'The show is not on air.',
    whyRecovering: 'The broadcast is connecting again.',
    whyStarting: 'The broadcast is starting.',
    whyStripOff: 'A host brings you on air.',
    whyStripOffHost: 'Press "On air" on your strip.',
    whyFader: 'Your fader is down.',
    whyMuted: 'Neither the room nor listeners hear you.',
    whyMutedByHost: 'The room hears you, listeners do not.',
    whyOnAir: 'Everything you say goes out.',
    whyNoMicrophone: 'You hear the others.',
  },
  person: {
    onAir: 'ON AIR',
    backstage: 'Backstage',
    muted: 'Muted',
    away: 'Connection lost',
    listening: 'No microphone',
    host: 'Host',
    guest: 'Guest',
    you: 'You',
    heading: 'In the room',
    count: (count: number) => (count === 1 ? '1 in the room' : `${count} in the room`),
  },
  line: {
    words: { excellent: 'Excellent', good: 'Good', poor: 'Poor', lost: 'Lost' },
    relay: 'relay',
    yours: (word: string) => `Your own connection: ${word}.`,
    theirs: (name: string, word: string) => `At the side of ${name}: ${word}.`,
    paths: { udp: 'Direct over UDP.', tcp: 'Direct over TCP.', relay: 'Through the relay.' },
    roundTrip: (ms: number) => `${ms} ms there and back.`,
    loss: (percent: string) => `${percent} % lost.`,
    jitter: (ms: number) => `${ms} ms jitter.`,
    poor: 'Your connection is poor: the others may hear you break up. Come closer to your Wi-Fi, or use a cable.',
  },
  strip: {
    console: 'Console',
    on: 'On air',
    fader: 'Fader',
    mute: 'Mute',
    cue: 'Cue',
    level: 'Level',
    pan: 'Pan',
    gain: 'Gain in dB',
    less: 'Half a decibel down',
    more: 'Half a decibel up',
    bottom: 'minus infinity',
    bottomShort: '-∞',
    bottomInput: '-inf',
    center: 'center',
    left: (percent: number) => `${percent} % left`,
    right: (percent: number) => `${percent} % right`,
    remove: 'Remove',
    removeSure: 'Really remove?',
    clip: 'CLIP',
    clearClip: 'CLIP: press to clear',
    silent: 'silent',
    empty: 'Nobody else is here yet.',
    bringGuest: 'Bring in a guest',
    emptyHint: 'Make a link, send it, and your guest appears here.',
  },
  program: {
    heading: 'Program',
    goLive: 'Go live',
    stop: 'Stop broadcast',
    broadcast: 'Broadcast',
    level: 'Program level',
    title: 'Title',
    titlePlaceholder: 'What listeners see',
    momentary: 'Momentary',
    shortTerm: 'Short',
    integrated: 'Integrated',
    truePeak: 'True peak',
    mounts: 'Where listeners tune in',
    listeners: (count: number) => (count === 1 ? '1 listener' : `${count} listeners`),
    lag: (lagMs: number) => `Listeners hear this ${oneDecimal(lagMs / 1000)} s later`,
    listenerPage: 'Listener page',
    attempt: (attempt: number) => `Attempt ${attempt}.`,
    copyAddress: (name: string) => `Copy the address of ${name}`,
    hintAlone: 'Going live puts you on air. Others go on air when you press "On air" on their strip.',
    hintNoMicrophone: 'You have no microphone: listeners hear silence until somebody is on air.',
    none: '–',
  },
  deadAir: {
    region: 'Dead air',
    word: 'DEAD AIR',
    lasts: 'Dead air for',
    hearSilence: 'Listeners hear silence.',
    hearBed: 'Listeners hear the bed music.',
    nobody: 'Nobody on air can be heard.',
  },
  invite: {
    open: 'Invite',
    panel: 'Links for others',
    close: 'Close panel',
    createGuest: 'Create guest link',
    createHost: 'Create host link',
    guestLink: 'Guest link',
    hostLink: 'Host link',
    guestAbout: 'Guests come in backstage. You decide when they are on air.',
    hostAbout: 'Hosts can do everything you can. Send it only to people you trust.',
    expires: (when: string) => `Works until ${when}.`,
    copyGuest: 'Copy guest link',
    copyHost: 'Copy host link',
  },
  people: PEOPLE_ENGLISH,
  pictures: PICTURES_ENGLISH,
  soundboard: SOUNDBOARD_ENGLISH,
  settings: {
    open: 'Settings',
    close: 'Close',
    language: 'Language',
    theme: 'Appearance',
    themes: { dark: 'Dark', light: 'Light', system: 'As this computer is set' },
    letterKeys: 'Keys of a single letter',
    letterKeysAbout: 'Switch them off when your software types letters by accident.',
  },
  shortcuts: {
    heading: 'Keyboard shortcuts',
    show: 'Show keyboard shortcuts',
    everywhere: 'Everywhere',
    console: 'Console',
    control: 'Ctrl',
    shift: 'Shift',
    pageUp: 'Page Up',
    pageDown: 'Page Down',
    mute: 'Mute or unmute your microphone',
    camera: 'Camera on or off',
    talk: 'Hold to talk while you are muted',
    toolbar: 'To your own controls',
    broadcast: 'To the buttons of the broadcast',
    sheet: 'This list',
    strip: 'To the fader of that strip',
    fine: 'Fader half a decibel up or down',
    coarse: 'Fader in larger steps',
    on: 'Strip on or off air',
    stripMute: 'Mute the strip',
    cue: 'Cue the strip',
    talkback: 'Hold to speak off the air',
    pad: 'Play the pad with that key, while the soundboard is open',
    padStop: 'Stop the pad with that key',
    letters:
      'O, M and C work while the focus is inside a strip; T speaks to its person then, and to all off air elsewhere. Single letters can be switched off in the settings.',
  },
  help: {
    errors: 'When something does not work',
    about: 'Every message of the studio, with the code that the log of the server has for it.',
    more: 'More about this',
    network:
      'The studio tried the direct way and the relay. Whoever runs the server: open the ports of MEDIASOUP_PORT for UDP and TCP, and check that the TURN server can be reached.',
    who: {
      caller: 'You can cure it here.',
      destination: 'For whoever runs the server or the network.',
      server: 'For whoever runs the server: its log has more.',
    },
  },
  notice: { region: 'Messages', dismiss: 'Dismiss' },
  copy: { copied: 'Copied', failed: 'Press Ctrl+C to copy' },
  connection: {
    lost: 'Connection lost. You will be taken back in automatically.',
    lostDetail: (attempt: number) => `Attempt ${attempt}. The broadcast goes on without this page.`,
    noNetwork: 'Your device has no network. You will be taken back in as soon as it has one.',
    soundRecovering: 'Your audio connection broke. It is coming back.',
    soundBlocked: 'Your network blocks live audio. Try another network, or tell your host (code NET-2).',
    soundUnsupported: 'This browser cannot do live audio. Use Chrome, Edge, Firefox or Safari.',
    hear: 'Click to hear the room',
    hearReason: 'Your browser waits for a click before it plays sound.',
  },
  announce: {
    joined: (name: string) => `${name} came in.`,
    left: (name: string) => `${name} left.`,
    youOn: 'You are on air.',
    youOff: 'You are backstage.',
    youMutedByHost: 'A host muted you.',
    youUnmutedByHost: 'A host unmuted you.',
    live: 'On air. Listeners hear the show.',
    heardAgain: 'Dead air is over. Listeners hear the show.',
    off: 'Off air.',
    starting: 'The broadcast is starting.',
    recovering: 'The broadcast broke. Connecting again.',
    failed: 'The broadcast failed.',
    stopping: 'The broadcast is ending.',
    lost: 'Connection to the studio lost.',
    back: 'Connected again.',
  },
  pages: {
    loading: 'One moment …',
    welcome: 'A broadcast studio in your browser',
    welcomeText:
      'To take part in a show, open the link that your host sent you. To run your own, open the owner link that the server printed when it started.',
    ownerWelcome: 'Your shows',
    openStudio: 'Open studio',
    signIn: 'Open your owner link first',
    signInText:
      'The studio is for its owner and for hosts with a link. The server prints the owner link when it starts; open it once in this browser.',
    unknown: 'There is nothing here',
    left: 'You have left the studio',
    leftText: 'You can close this page.',
    enterAgain: 'Enter again',
    takeOver: 'Use it here',
    reload: 'Reload',
    home: 'Start page',
    reference: (reference: string) => `Reference ${reference}`,
  },
};

/** Everything above in one language. A translation that misses a sentence does not compile. */
export type Catalogue = {
  readonly PHASE_WORDS: typeof PHASE_WORDS;
  readonly PHASE_SENTENCES: typeof PHASE_SENTENCES;
  readonly PHASE_UNKNOWN: typeof PHASE_UNKNOWN;
  readonly DEAD_AIR_ADVICE: typeof DEAD_AIR_ADVICE;
  readonly GO_LIVE_OBSTACLES: typeof GO_LIVE_OBSTACLES;
  readonly STOP_OBSTACLES: typeof STOP_OBSTACLES;
  readonly EVIDENCE_WORDS: typeof EVIDENCE_WORDS;
  readonly MICROPHONE_PROBLEMS: typeof MICROPHONE_PROBLEMS;
  readonly CAMERA_PROBLEMS: typeof CAMERA_PROBLEMS;
  readonly TEXTS: typeof TEXTS;
};

export const ENGLISH: Catalogue = {
  PHASE_WORDS,
  PHASE_SENTENCES,
  PHASE_UNKNOWN,
  DEAD_AIR_ADVICE,
  GO_LIVE_OBSTACLES,
  STOP_OBSTACLES,
  EVIDENCE_WORDS,
  MICROPHONE_PROBLEMS,
  CAMERA_PROBLEMS,
  TEXTS,
};

/** Only for speak.ts: from now on the page says everything in this language. */
export function setCatalogue(catalogue: Catalogue): void {
  ({
    PHASE_WORDS,
    PHASE_SENTENCES,
    PHASE_UNKNOWN,
    DEAD_AIR_ADVICE,
    GO_LIVE_OBSTACLES,
    STOP_OBSTACLES,
    EVIDENCE_WORDS,
    MICROPHONE_PROBLEMS,
    CAMERA_PROBLEMS,
    TEXTS,
  } = catalogue);
}
