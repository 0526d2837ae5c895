export const dynamic = 'force-dynamic'

/** Fifty rows and nothing else. */
export default function Rows() {
  return (
    <ul>
      {Array.from({ length: 50 }, (_, at) => `Message ${at}`).map((subject) => (
        <li key={subject}>
          <b>Alex Wilber</b> {subject}{' '}
          <span>This is what the message begins with, and it goes on for a line or so.</span>
        </li>
      ))}
    </ul>
  )
}
