-- Domains of some addresses, each once. Procedural: an SQL function would cost twice as much at each new message.
CREATE FUNCTION tandem_domains(addresses text[]) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE found text[] := '{}'; one text; address text;
BEGIN
  FOREACH address IN ARRAY addresses LOOP
    one := split_part(address, '@', 2);
    IF NOT one = ANY (found) THEN found := found || one; END IF;
  END LOOP;
  RETURN found;
END $$;
--> statement-breakpoint
CREATE INDEX mail_messages_domains ON mail_messages USING gin (tandem_domains(participants));
--> statement-breakpoint
-- Under row-level security Postgres uses no index whose operator is not "leakproof": neither @@ nor &&. These views show
-- the workspace in scope by their own condition, read as tandem_system, so that finding goes by index. Nothing is
-- written through them, and without a scope they are empty. They hold what is needed to find, not what is shown.
CREATE VIEW mail_index AS
  SELECT id, connection_id, folder_id, conversation_id, internet_message_id, from_address, received_at, is_draft,
    pending_gone, participants, tandem_domains(participants) AS domains, words
  FROM mail_messages WHERE workspace_id = nullif(current_setting('app.workspace', true), '')::uuid;
--> statement-breakpoint
CREATE VIEW people_index AS
  SELECT id, words FROM people WHERE workspace_id = nullif(current_setting('app.workspace', true), '')::uuid;
--> statement-breakpoint
CREATE VIEW companies_index AS
  SELECT id, words FROM companies WHERE workspace_id = nullif(current_setting('app.workspace', true), '')::uuid;
--> statement-breakpoint
-- Who shall own a view must be allowed to make one, if only for this moment.
DO $$ BEGIN
  GRANT CREATE ON SCHEMA public TO tandem_system;
  ALTER VIEW mail_index OWNER TO tandem_system;
  ALTER VIEW people_index OWNER TO tandem_system;
  ALTER VIEW companies_index OWNER TO tandem_system;
  REVOKE CREATE ON SCHEMA public FROM tandem_system;
  GRANT SELECT ON mail_index, people_index, companies_index TO tandem_app;
END $$;
