-- A message that was deleted for good here counts no more, though Outlook has not confirmed yet.
CREATE OR REPLACE FUNCTION tandem_count_mail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE mail_folders f SET total = f.total + d.total, unread = f.unread + d.unread
    FROM (SELECT folder_id, count(*) FILTER (WHERE NOT pending_gone) AS total,
            count(*) FILTER (WHERE NOT pending_gone AND NOT coalesce(pending_read, is_read)) AS unread
          FROM new_rows GROUP BY folder_id) d
    WHERE f.id = d.folder_id;
  ELSIF TG_OP = 'DELETE' THEN
    UPDATE mail_folders f SET total = f.total - d.total, unread = f.unread - d.unread
    FROM (SELECT folder_id, count(*) FILTER (WHERE NOT pending_gone) AS total,
            count(*) FILTER (WHERE NOT pending_gone AND NOT coalesce(pending_read, is_read)) AS unread
          FROM old_rows GROUP BY folder_id) d
    WHERE f.id = d.folder_id;
  ELSE
    UPDATE mail_folders f SET total = f.total + d.total, unread = f.unread + d.unread
    FROM (SELECT folder_id, sum(total) AS total, sum(unread) AS unread FROM (
            SELECT folder_id, (NOT pending_gone)::int AS total,
              (NOT pending_gone AND NOT coalesce(pending_read, is_read))::int AS unread FROM new_rows
            UNION ALL
            SELECT folder_id, -(NOT pending_gone)::int,
              -(NOT pending_gone AND NOT coalesce(pending_read, is_read))::int FROM old_rows) c
          GROUP BY folder_id HAVING sum(total) <> 0 OR sum(unread) <> 0) d
    WHERE f.id = d.folder_id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Mail that was taken in before this version has neither words nor participants: compare every folder once more.
UPDATE cursors SET link = NULL, phase = 'resync', version = version + 1 WHERE stream LIKE 'mail/%' AND phase = 'live';
