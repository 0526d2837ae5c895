ALTER TABLE "calendar_links" ADD COLUMN "asked_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "outbox_subject_id_index" ON "outbox" USING btree ("subject_id");