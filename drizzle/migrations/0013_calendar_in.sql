ALTER TABLE "connections" ADD COLUMN "time_zone" text;
--> statement-breakpoint
CREATE INDEX external_calendar_event_domains ON external_calendar_event USING gin (tandem_domains(participants));
--> statement-breakpoint
-- As mail_index: finding by people goes by index, and only in the workspace in scope.
CREATE VIEW calendar_event_index AS
  SELECT id, connection_id, calendar_id, external_calendar_event_id, series_master_id, type, i_cal_uid, start_datetime,
    end_datetime, is_cancelled, organizer_address, participants, tandem_domains(participants) AS domains
  FROM external_calendar_event
  WHERE type <> 'seriesMaster' AND workspace_id = nullif(current_setting('app.workspace', true), '')::uuid;
--> statement-breakpoint
DO $$ BEGIN
  GRANT CREATE ON SCHEMA public TO tandem_system;
  ALTER VIEW calendar_event_index OWNER TO tandem_system;
  REVOKE CREATE ON SCHEMA public FROM tandem_system;
  GRANT SELECT ON calendar_event_index TO tandem_app;
END $$;
