/** What the studio says about cameras and screens. A part of texts.ts. */

export const PICTURES_ENGLISH = {
  region: 'Pictures',
  camera: 'Camera',
  screen: 'Share screen',
  sharing: 'Stop sharing',
  ofCamera: (name: string) => `${name}: camera`,
  ofScreen: (name: string) => `${name}: screen`,
  picture: (name: string) => `Picture of ${name}`,
  screenOf: (name: string) => `Screen of ${name}`,
  you: (name: string) => `${name} (you)`,
  ownScreen: 'You are sharing your screen',
  ownScreenText: 'Everybody in the room sees it. Listeners do not.',
  pin: (what: string) => `Pin ${what}`,
  flip: 'Use the other camera',
  follow: 'Follow speaker',
  hide: 'Hide pictures',
  show: 'Show pictures',
  count: (count: number) => (count === 1 ? '1 picture' : `${count} pictures`),
  slowViewer: 'Your connection is too slow for this picture. The sound comes first.',
  slowSender: (name: string) => `The connection of ${name} is too slow for this picture.`,
  stopCamera: 'Turn camera off',
  stopScreen: 'End screen share',
  refused: {
    camera: 'Your camera could not be shown to the others. Turn it on again, or reload the page.',
    screen: 'Your screen could not be shown to the others. Share it again, or reload the page.',
  },
  screenProblems: {
    blocked:
      'Your computer does not let this browser see the screen. Allow it in the privacy settings, then try again.',
    failed: 'The screen could not be shared. Try again, or choose another window.',
  },
};
