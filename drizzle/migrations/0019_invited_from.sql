ALTER TABLE "calendar_links" ADD COLUMN "i_cal_uid" text;--> statement-breakpoint
ALTER TABLE "schedule_entries" ADD COLUMN "handed_from" uuid;--> statement-breakpoint
ALTER TABLE "schedule_entries" ADD COLUMN "invited_from" uuid;--> statement-breakpoint
CREATE INDEX "calendar_links_uid" ON "calendar_links" USING btree ("workspace_id","i_cal_uid") WHERE "calendar_links"."i_cal_uid" is not null;--> statement-breakpoint
CREATE INDEX "schedule_entries_handed" ON "schedule_entries" USING btree ("handed_from") WHERE "schedule_entries"."handed_from" is not null;--> statement-breakpoint
-- What stands already: whoever has the event of an entry with people on it has invited them.
UPDATE schedule_entries e SET invited_from = l.connection_id FROM calendar_links l
  WHERE l.entry_id = e.id AND l.mode = 'two-way' AND l.external_event_id IS NOT NULL
    AND EXISTS (SELECT 1 FROM entry_attendees a WHERE a.entry_id = e.id);
--> statement-breakpoint
UPDATE calendar_links l SET i_cal_uid = x.i_cal_uid FROM external_calendar_event x
  WHERE l.connection_id = x.connection_id AND l.external_event_id = x.external_calendar_event_id AND l.mode = 'two-way';
