CREATE TABLE "calendar_links" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"entry_id" uuid,
	"mode" text NOT NULL,
	"external_calendar_id" text NOT NULL,
	"external_event_id" text,
	"transaction_id" text NOT NULL,
	"change_key" text,
	"base" jsonb,
	"pushed_version" integer,
	"state" text DEFAULT 'waiting' NOT NULL,
	"reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calendar_links_connection_id_entryId_unique" UNIQUE("connection_id","entry_id"),
	CONSTRAINT "calendar_links_connection_id_externalEventId_unique" UNIQUE("connection_id","external_event_id")
);
--> statement-breakpoint
CREATE TABLE "external_calendar_event" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"calendar_id" uuid NOT NULL,
	"external_calendar_event_id" text NOT NULL,
	"series_master_id" text,
	"type" text NOT NULL,
	"start_datetime" timestamp with time zone NOT NULL,
	"start_timezone" text NOT NULL,
	"original_start_timezone" text,
	"end_datetime" timestamp with time zone NOT NULL,
	"end_timezone" text NOT NULL,
	"original_end_timezone" text,
	"is_all_day" boolean NOT NULL,
	"start_date" date,
	"end_date" date,
	"sensitivity" text NOT NULL,
	"event_created_datetime" timestamp with time zone,
	"event_last_modified_datetime" timestamp with time zone,
	"change_key" text NOT NULL,
	"show_as" text NOT NULL,
	"is_cancelled" boolean DEFAULT false NOT NULL,
	"response_status" text NOT NULL,
	"is_organizer" boolean DEFAULT false NOT NULL,
	"subject" text,
	"location" text,
	"body_preview" text,
	"organizer_name" text,
	"organizer_address" text,
	"attendees" jsonb,
	"join_url" text,
	"categories" text[],
	"importance" text,
	"reminder_minutes" integer,
	"web_link" text,
	"i_cal_uid" text,
	"recurrence" jsonb,
	"participants" text[] DEFAULT '{}' NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "external_calendar_event_connection_id_calendarId_externalCalendarEventId_unique" UNIQUE("connection_id","calendar_id","external_calendar_event_id")
);
--> statement-breakpoint
CREATE TABLE "external_calendar" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"external_calendar_id" text NOT NULL,
	"is_default_calendar" boolean NOT NULL,
	"title" text NOT NULL,
	"hue" integer NOT NULL,
	"role" text NOT NULL,
	"owner_name" text,
	"owner_address" text,
	"can_edit" boolean DEFAULT false NOT NULL,
	"can_view_private" boolean DEFAULT true NOT NULL,
	"online_provider" text,
	"is_added" boolean NOT NULL,
	"is_shown" boolean DEFAULT true NOT NULL,
	"is_tandems" boolean DEFAULT false NOT NULL,
	"window_start" timestamp with time zone,
	"window_end" timestamp with time zone,
	"synced_at" timestamp with time zone,
	"read_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "external_calendar_connection_id_externalCalendarId_unique" UNIQUE("connection_id","external_calendar_id")
);
--> statement-breakpoint
CREATE TABLE "calendar_publishing" (
	"connection_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"mode" text DEFAULT 'off' NOT NULL,
	"writes" text DEFAULT 'on' NOT NULL,
	"reminder_minutes" integer DEFAULT 15,
	"calendar_graph_id" text,
	"first_push_at" timestamp with time zone,
	"last_push_at" timestamp with time zone,
	"waiting" integer DEFAULT 0 NOT NULL,
	"problem" text,
	"problem_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "entry_attendees" (
	"entry_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"address" text NOT NULL,
	"name" text NOT NULL,
	"type" text DEFAULT 'required' NOT NULL,
	"user_id" uuid,
	"response" text DEFAULT 'none' NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "entry_attendees_entry_id_address_pk" PRIMARY KEY("entry_id","address")
);
--> statement-breakpoint
CREATE TABLE "entry_links" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"entry_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"person_id" uuid,
	"company_id" uuid
);
--> statement-breakpoint
CREATE TABLE "schedule_entries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"owner_id" uuid,
	"title" text NOT NULL,
	"parent_id" uuid,
	"channel" text,
	"is_all_day" boolean NOT NULL,
	"start_date" date,
	"end_date" date,
	"start_at" timestamp with time zone NOT NULL,
	"end_at" timestamp with time zone,
	"time_zone" text NOT NULL,
	"location" text DEFAULT '' NOT NULL,
	"notes" text DEFAULT '' NOT NULL,
	"is_private" boolean DEFAULT false NOT NULL,
	"show_as" text DEFAULT 'busy' NOT NULL,
	"reminder_minutes" integer,
	"is_online" boolean DEFAULT false NOT NULL,
	"join_url" text,
	"recurrence" jsonb,
	"series_ends_at" timestamp with time zone,
	"series_id" uuid,
	"occurrence_date" date,
	"is_cancelled" boolean DEFAULT false NOT NULL,
	"organizer_name" text,
	"organizer_address" text,
	"response_status" text DEFAULT 'none' NOT NULL,
	"connection_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_pauses" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"direction" text NOT NULL,
	"affected" integer NOT NULL,
	"total" integer NOT NULL,
	"examples" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"decision" text,
	"decided_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "identifier" text;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "calendar_declined_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "calendar_fields" text[];--> statement-breakpoint
ALTER TABLE "calendar_links" ADD CONSTRAINT "calendar_links_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_links" ADD CONSTRAINT "calendar_links_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_links" ADD CONSTRAINT "calendar_links_entry_id_schedule_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."schedule_entries"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_calendar_event" ADD CONSTRAINT "external_calendar_event_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_calendar_event" ADD CONSTRAINT "external_calendar_event_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_calendar_event" ADD CONSTRAINT "external_calendar_event_calendar_id_external_calendar_id_fk" FOREIGN KEY ("calendar_id") REFERENCES "public"."external_calendar"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_calendar" ADD CONSTRAINT "external_calendar_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_calendar" ADD CONSTRAINT "external_calendar_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_calendar" ADD CONSTRAINT "external_calendar_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_publishing" ADD CONSTRAINT "calendar_publishing_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_publishing" ADD CONSTRAINT "calendar_publishing_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_attendees" ADD CONSTRAINT "entry_attendees_entry_id_schedule_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."schedule_entries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_attendees" ADD CONSTRAINT "entry_attendees_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_attendees" ADD CONSTRAINT "entry_attendees_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_links" ADD CONSTRAINT "entry_links_entry_id_schedule_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."schedule_entries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_links" ADD CONSTRAINT "entry_links_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_links" ADD CONSTRAINT "entry_links_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entry_links" ADD CONSTRAINT "entry_links_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_entries" ADD CONSTRAINT "schedule_entries_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_entries" ADD CONSTRAINT "schedule_entries_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_entries" ADD CONSTRAINT "schedule_entries_parent_id_schedule_entries_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."schedule_entries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_entries" ADD CONSTRAINT "schedule_entries_series_id_schedule_entries_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."schedule_entries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_entries" ADD CONSTRAINT "schedule_entries_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_entries" ADD CONSTRAINT "schedule_entries_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_pauses" ADD CONSTRAINT "sync_pauses_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_pauses" ADD CONSTRAINT "sync_pauses_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "calendar_links_connection_id_state_index" ON "calendar_links" USING btree ("connection_id","state");--> statement-breakpoint
CREATE INDEX "external_calendar_event_range" ON "external_calendar_event" USING btree ("connection_id","start_datetime");--> statement-breakpoint
CREATE INDEX "external_calendar_event_series" ON "external_calendar_event" USING btree ("connection_id","series_master_id");--> statement-breakpoint
CREATE INDEX "external_calendar_event_participants" ON "external_calendar_event" USING gin ("participants");--> statement-breakpoint
CREATE INDEX "entry_attendees_workspace_id_address_index" ON "entry_attendees" USING btree ("workspace_id","address");--> statement-breakpoint
CREATE INDEX "entry_links_entry_id_index" ON "entry_links" USING btree ("entry_id");--> statement-breakpoint
CREATE INDEX "entry_links_person_id_index" ON "entry_links" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "entry_links_company_id_index" ON "entry_links" USING btree ("company_id");--> statement-breakpoint
CREATE INDEX "schedule_entries_workspace_id_owner_id_start_at_index" ON "schedule_entries" USING btree ("workspace_id","owner_id","start_at");--> statement-breakpoint
CREATE INDEX "schedule_entries_parent_id_index" ON "schedule_entries" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "schedule_entries_series_id_occurrence_date_index" ON "schedule_entries" USING btree ("series_id","occurrence_date");--> statement-breakpoint
CREATE INDEX "schedule_entries_connection_id_index" ON "schedule_entries" USING btree ("connection_id");--> statement-breakpoint
CREATE INDEX "sync_pauses_connection_id_kind_decided_at_index" ON "sync_pauses" USING btree ("connection_id","kind","decided_at");