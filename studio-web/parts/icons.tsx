/** The few drawings of the studio, as lines in the colour of the text. All are decoration: names stand beside them. */
import type { JSX, ReactNode } from 'react';

function Icon({ children, size = 20 }: { children: ReactNode; size?: number }): JSX.Element {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}

export const MicrophoneIcon = (): JSX.Element => (
  <Icon>
    <rect x="9" y="3" width="6" height="11" rx="3" />
    <path d="M5 11a7 7 0 0 0 14 0M12 18v3" />
  </Icon>
);

export const MicrophoneOffIcon = (): JSX.Element => (
  <Icon>
    <path d="M9 5a3 3 0 0 1 6 1v5M9 9v2a3 3 0 0 0 4.5 2.6M5 11a7 7 0 0 0 10.7 6M19 11a7 7 0 0 1-.5 2.6M12 18v3M4 4l16 16" />
  </Icon>
);

export const CameraIcon = (): JSX.Element => (
  <Icon>
    <rect x="3" y="6" width="12" height="12" rx="2" />
    <path d="m15 11 6-4v10l-6-4" />
  </Icon>
);

export const CameraOffIcon = (): JSX.Element => (
  <Icon>
    <path d="M9 6h4a2 2 0 0 1 2 2v3l6-4v10l-3-2M15 16a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 1-1.7M4 4l16 16" />
  </Icon>
);

export const RecordIcon = (): JSX.Element => (
  <Icon size={18}>
    <circle cx="12" cy="12" r="8" />
    <circle cx="12" cy="12" r="3" fill="currentColor" />
  </Icon>
);

export const LeaveIcon = (): JSX.Element => (
  <Icon>
    <path d="M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 8l4 4-4 4M19 12H9" />
  </Icon>
);

export const CopyIcon = (): JSX.Element => (
  <Icon size={16}>
    <rect x="9" y="9" width="11" height="11" rx="2" />
    <path d="M5 15V6a2 2 0 0 1 2-2h8" />
  </Icon>
);

export const CheckIcon = (): JSX.Element => (
  <Icon size={16}>
    <path d="m5 12 5 5L19 7" />
  </Icon>
);

export const PersonAddIcon = (): JSX.Element => (
  <Icon size={18}>
    <circle cx="10" cy="8" r="4" />
    <path d="M3 20a7 7 0 0 1 14 0M19 8v6M16 11h6" />
  </Icon>
);

export const SettingsIcon = (): JSX.Element => (
  <Icon>
    <path d="M4 7h9M19 7h1M4 17h1M11 17h9" />
    <circle cx="16" cy="7" r="3" />
    <circle cx="8" cy="17" r="3" />
  </Icon>
);

export const PeopleIcon = (): JSX.Element => (
  <Icon size={18}>
    <circle cx="9" cy="8" r="3.5" />
    <path d="M2.5 20a6.5 6.5 0 0 1 13 0M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.5a6.5 6.5 0 0 1 3.5 5.5" />
  </Icon>
);

export const SpeakerIcon = (): JSX.Element => (
  <Icon>
    <path d="M4 9v6h4l5 4V5L8 9zM16.5 8.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12" />
  </Icon>
);

export const CloseIcon = (): JSX.Element => (
  <Icon size={18}>
    <path d="M6 6l12 12M18 6 6 18" />
  </Icon>
);

export const PlusIcon = (): JSX.Element => (
  <Icon size={14}>
    <path d="M12 5v14M5 12h14" />
  </Icon>
);

export const MinusIcon = (): JSX.Element => (
  <Icon size={14}>
    <path d="M5 12h14" />
  </Icon>
);

export const BroadcastIcon = ({ size = 20 }: { size?: number }): JSX.Element => (
  <Icon size={size}>
    <circle cx="12" cy="12" r="2.2" fill="currentColor" />
    <path d="M7.8 16.2a6 6 0 0 1 0-8.4M16.2 7.8a6 6 0 0 1 0 8.4M5 19a10 10 0 0 1 0-14M19 5a10 10 0 0 1 0 14" />
  </Icon>
);

export const WarningIcon = (): JSX.Element => (
  <Icon size={24}>
    <path d="M12 3.5 2.5 20h19zM12 10v4.5M12 17.2v.1" />
  </Icon>
);

export const ChatIcon = (): JSX.Element => (
  <Icon size={18}>
    <path d="M4 5h16v11H9l-5 4z" />
  </Icon>
);

export const HandIcon = (): JSX.Element => (
  <Icon size={14}>
    <path d="M8 13V5.5a1.5 1.5 0 0 1 3 0V11M11 11V4a1.5 1.5 0 0 1 3 0v7M14 11V5.5a1.5 1.5 0 0 1 3 0V14M8 13l-1.6-2.4a1.6 1.6 0 0 0-2.7 1.7L7 18.5A5.5 5.5 0 0 0 11.6 21H12a5 5 0 0 0 5-5v-2" />
  </Icon>
);

export const MoreIcon = (): JSX.Element => (
  <Icon size={18}>
    <path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth="3" />
  </Icon>
);

export const TalkIcon = (): JSX.Element => (
  <Icon size={18}>
    <path d="M4 10v4h3l5 4V6L7 10zM16 9.5a4 4 0 0 1 0 5M18.5 7a8 8 0 0 1 0 10" />
  </Icon>
);

export const SoundIcon = (): JSX.Element => (
  <Icon size={18}>
    <path d="M9 17.5V5.5l10-2v12" />
    <circle cx="6.5" cy="17.5" r="2.5" />
    <circle cx="16.5" cy="15.5" r="2.5" />
  </Icon>
);

export const StopIcon = (): JSX.Element => (
  <Icon size={16}>
    <rect x="6" y="6" width="12" height="12" rx="1.5" fill="currentColor" />
  </Icon>
);

export const LoopIcon = (): JSX.Element => (
  <Icon size={14}>
    <path d="M4 11a6 6 0 0 1 6-6h9M16 2l3 3-3 3M20 13a6 6 0 0 1-6 6H5M8 22l-3-3 3-3" />
  </Icon>
);

export const BellIcon = (): JSX.Element => (
  <Icon size={22}>
    <path d="M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4" />
  </Icon>
);

export const ScreenIcon = (): JSX.Element => (
  <Icon>
    <rect x="3" y="4" width="18" height="12" rx="2" />
    <path d="M8 20h8M12 13V8M9.5 10.2 12 7.7l2.5 2.5" />
  </Icon>
);

export const PinIcon = (): JSX.Element => (
  <Icon size={16}>
    <path d="M9 4h6l-1 6 3 3H7l3-3zM12 13v7" />
  </Icon>
);

export const FlipIcon = (): JSX.Element => (
  <Icon size={16}>
    <path d="M4 12a8 8 0 0 1 13.7-5.6L20 8.5M20 4v4.5h-4.5M20 12a8 8 0 0 1-13.7 5.6L4 15.5M4 20v-4.5h4.5" />
  </Icon>
);
