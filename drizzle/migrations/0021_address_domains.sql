-- What stands behind the last sign: a quoted local part may hold others ("a@b"@norrvik.example). The same rule as in
-- lib/platform/addresses.ts; empty without a sign.
CREATE FUNCTION tandem_domain(address text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN strpos(address, '@') > 0 THEN split_part(address, '@', -1) ELSE '' END
$$;
--> statement-breakpoint
-- Procedural, and without a call of the other: that would cost twice as much at each new message.
CREATE OR REPLACE FUNCTION tandem_domains(addresses text[]) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE found text[] := '{}'; one text; address text;
BEGIN
  FOREACH address IN ARRAY addresses LOOP
    one := CASE WHEN strpos(address, '@') > 0 THEN split_part(address, '@', -1) ELSE '' END;
    IF NOT one = ANY (found) THEN found := found || one; END IF;
  END LOOP;
  RETURN found;
END $$;
--> statement-breakpoint
REINDEX INDEX mail_messages_domains;--> statement-breakpoint
REINDEX INDEX external_calendar_event_domains;--> statement-breakpoint
ALTER TABLE "entry_attendees" drop column "domain";--> statement-breakpoint
ALTER TABLE "entry_attendees" ADD COLUMN "domain" text GENERATED ALWAYS AS (tandem_domain(address)) STORED;--> statement-breakpoint
CREATE INDEX "entry_attendees_workspace_id_domain_index" ON "entry_attendees" USING btree ("workspace_id","domain");
