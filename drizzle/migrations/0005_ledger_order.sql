DROP INDEX "ledger_workspace_id_user_id_at_index";--> statement-breakpoint
CREATE INDEX "ledger_workspace_id_user_id_id_index" ON "ledger" USING btree ("workspace_id","user_id","id");--> statement-breakpoint
CREATE INDEX "ledger_workspace_id_id_index" ON "ledger" USING btree ("workspace_id","id");