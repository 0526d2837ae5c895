CREATE TABLE "visits" (
	"visitor" text NOT NULL,
	"minute" timestamp with time zone NOT NULL,
	"times" integer NOT NULL,
	CONSTRAINT "visits_visitor_minute_pk" PRIMARY KEY("visitor","minute")
);
--> statement-breakpoint
CREATE INDEX "visits_minute_index" ON "visits" USING btree ("minute");