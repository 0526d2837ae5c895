DROP INDEX "companies_workspace_id_name_id_index";--> statement-breakpoint
DROP INDEX "people_workspace_id_name_id_index";--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "sort_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "sort_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "companies_workspace_id_sort_name_id_index" ON "companies" USING btree ("workspace_id","sort_name","id");--> statement-breakpoint
CREATE INDEX "people_workspace_id_sort_name_id_index" ON "people" USING btree ("workspace_id","sort_name","id");