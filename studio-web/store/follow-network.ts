/**
 * Notices that the network of this device went, came back, or is another one now, and has the connection and the sound act at once.
 * Without it they would find out by silence: after five to eight seconds.
 */
import type { StudioConnection } from '../connection/studio-connection.ts';
import type { StudioStore } from './studio-state.ts';

export type NetworkFollowers = {
  readonly store: StudioStore;
  readonly connection: Pick<StudioConnection, 'retryNow' | 'checkNow' | 'networkChanged'>;
  readonly sound: { networkChanged(): void };
};

export function followNetwork(page: Window, { store, connection, sound }: NetworkFollowers): void {
  const changed = (): void => {
    connection.networkChanged();
    sound.networkChanged();
  };
  page.addEventListener('offline', () => {
    store.setState({ hasNetwork: false });
    // On the computer that the studio runs on, the page needs no network.
    connection.checkNow();
  });
  page.addEventListener('online', () => {
    store.setState({ hasNetwork: true });
    changed();
  });
  onTypeChange(page.navigator, changed);
  page.document.addEventListener('visibilitychange', () => connection.retryNow());
  store.subscribe((state, before) => {
    // Where media does not get through, the socket may be dead as well: so iPhones notice that they left a Wi-Fi.
    if (state.sound === 'recovering' && before.sound !== 'recovering') connection.checkNow();
  });
}

/** From Wi-Fi to LTE without a moment in between, where the browser tells (Network Information API); others notice by the sound that breaks. */
function onTypeChange(navigator: Navigator, changed: () => void): void {
  const information: unknown = Reflect.get(navigator, 'connection');
  if (!(information instanceof EventTarget)) return;
  const type = (): unknown => Reflect.get(information, 'type');
  let before = type();
  // The event comes for estimates of its speed, too.
  information.addEventListener('change', () => {
    const now = type();
    if (now !== before && navigator.onLine) changed();
    before = now;
  });
}
