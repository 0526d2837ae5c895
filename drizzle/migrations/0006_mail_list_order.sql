DROP INDEX "mail_messages_list";--> statement-breakpoint
DROP INDEX "mail_messages_unread";--> statement-breakpoint
CREATE INDEX "mail_messages_list" ON "mail_messages" USING btree ("folder_id","received_at","id");--> statement-breakpoint
CREATE INDEX "mail_messages_unread" ON "mail_messages" USING btree ("folder_id","received_at","id") WHERE not coalesce(pending_read, is_read);