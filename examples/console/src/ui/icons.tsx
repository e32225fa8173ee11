import type { ReactNode } from 'react'

const icon = (paths: ReactNode) =>
  function Icon() {
    return (
      <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
        {paths}
      </svg>
    )
  }

export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" />
      <path d="M21 11.5a7 7 0 1 0 0 9" />
      <circle cx="22.5" cy="16" r="2" />
    </svg>
  )
}

export const Plus = icon(<path d="M10 4v12M4 10h12" />)
export const Search = icon(<path d="M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12Zm4.3-1.7L17 17" />)
export const Back = icon(<path d="M12 4.5 6.5 10l5.5 5.5" />)
export const Forward = icon(<path d="M8 4.5 13.5 10 8 15.5" />)
export const Pencil = icon(
  <path d="m4 16 .6-3.2L13 4.4a1.6 1.6 0 0 1 2.3 0l.3.3a1.6 1.6 0 0 1 0 2.3l-8.4 8.4L4 16Z" />,
)
export const Bin = icon(<path d="M3.5 5.5h13M8 5.5v-2h4v2M5 5.5l.8 11h8.4l.8-11M8.5 9v4.5M11.5 9v4.5" />)
export const Rocket = icon(<path d="M4 10.5 8 12l-1.5 4L12 10h-3l2-6-7 6.5Z" />)
export const Key = icon(
  <path d="M12.5 11.5a4 4 0 1 0-3.7-2.6L4 13.7V16h2.5v-1.8h1.8v-1.8l1.5-1.3c.8.3 1.7.4 2.7.4ZM13.2 6.8v.1" />,
)
export const Undo = icon(<path d="M7 5 3.5 8.5 7 12M4 8.5h8a4 4 0 0 1 0 8h-2" />)
export const Close = icon(<path d="m5 5 10 10M15 5 5 15" />)
export const Up = icon(<path d="M10 16V4.5M5 9l5-4.5L15 9" />)
export const Down = icon(<path d="M10 4v11.5M5 11l5 4.5 5-4.5" />)
export const Clock = icon(<path d="M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-10.5V10l2.5 1.8" />)
export const Unplugged = icon(
  <path d="m3 3 14 14M6 6.2A9 9 0 0 0 2.5 8.5M8 5.3a9.6 9.6 0 0 1 9.5 3.2M5 11.3c1-.9 2-1.4 3.2-1.7m3.6.2c1.2.3 2.2.8 3.2 1.7M8 14a3 3 0 0 1 4 0M10 16.5v.1" />,
)
export const Sun = icon(
  <path d="M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM10 2v1.8M10 16.2V18M2 10h1.8M16.2 10H18M4.3 4.3l1.3 1.3M14.4 14.4l1.3 1.3M15.7 4.3l-1.3 1.3M5.6 14.4l-1.3 1.3" />,
)
export const Moon = icon(<path d="M16.5 12A7 7 0 0 1 8 3.5 7 7 0 1 0 16.5 12Z" />)
export const Gauge = icon(
  <path d="M3.5 14.5a7.5 7.5 0 1 1 13 0M10 12l3.2-4.2M10 12.8a.8.8 0 1 0 0-1.6.8.8 0 0 0 0 1.6Z" />,
)
export const Check = icon(<path d="m4 10.5 4 4 8-9" />)
export const Alert = icon(<path d="M10 3 1.8 17h16.4L10 3Zm0 5v4.2M10 14.6v.1" />)
export const Dice = icon(
  <path d="M4.5 3.5h11a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1ZM7 7v.1M13 7v.1M10 10v.1M7 13v.1M13 13v.1" />,
)
export const Copy = icon(
  <path d="M7.5 6.5h8a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-8a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1ZM13.500 6.500V4.500a1 1 0 0 0-1-1h-8a1 1 0 0 0-1 1v8a1 1 0 0 0 1 1h2" />,
)
