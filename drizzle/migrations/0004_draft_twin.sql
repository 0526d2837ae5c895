ALTER TABLE "drafts" ADD COLUMN "outlook_digest" text;--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "making_since" timestamp with time zone;