-- Two roles that nobody logs in as. tandem_app sees one workspace, the one named in app.workspace; without it, nothing.
-- tandem_system sees all: sign-in, finding a connection by its id, sweeps.
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'tandem_app') THEN CREATE ROLE tandem_app NOLOGIN; END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'tandem_system') THEN CREATE ROLE tandem_system NOLOGIN; END IF;
  EXECUTE format('GRANT tandem_app, tandem_system TO %I', current_user);
END $$;
--> statement-breakpoint
-- Run after each migration, so that no new table is forgotten.
CREATE FUNCTION tandem_secure_tables() RETURNS void LANGUAGE plpgsql AS $$
DECLARE t text; has_workspace boolean;
BEGIN
  GRANT USAGE ON SCHEMA public TO tandem_app, tandem_system;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO tandem_app, tandem_system;
  FOR t, has_workspace IN
    SELECT c.relname, EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id')
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tandem_system', t);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('DROP POLICY IF EXISTS system_all ON %I', t);
    EXECUTE format('CREATE POLICY system_all ON %I TO tandem_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('DROP POLICY IF EXISTS workspace_only ON %I', t);
    IF has_workspace THEN
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tandem_app', t);
      EXECUTE format('CREATE POLICY workspace_only ON %I TO tandem_app '
        'USING (workspace_id = nullif(current_setting(''app.workspace'', true), '''')::uuid) '
        'WITH CHECK (workspace_id = nullif(current_setting(''app.workspace'', true), '''')::uuid)', t);
    END IF;
  END LOOP;
  ALTER TABLE workspaces FORCE ROW LEVEL SECURITY;
  GRANT SELECT, UPDATE ON workspaces TO tandem_app;
  CREATE POLICY workspace_only ON workspaces TO tandem_app
    USING (id = nullif(current_setting('app.workspace', true), '')::uuid);
  GRANT SELECT ON users TO tandem_app;
  CREATE POLICY workspace_only ON users FOR SELECT TO tandem_app
    USING (EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = users.id));
END $$;
--> statement-breakpoint
-- Folder counters are always right, whichever way a message comes, changes or goes; the inbox never counts rows.
CREATE FUNCTION tandem_count_mail() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE mail_folders f SET total = f.total + d.total, unread = f.unread + d.unread
    FROM (SELECT folder_id, count(*) AS total, count(*) FILTER (WHERE NOT coalesce(pending_read, is_read)) AS unread
          FROM new_rows GROUP BY folder_id) d
    WHERE f.id = d.folder_id;
  ELSIF TG_OP = 'DELETE' THEN
    UPDATE mail_folders f SET total = f.total - d.total, unread = f.unread - d.unread
    FROM (SELECT folder_id, count(*) AS total, count(*) FILTER (WHERE NOT coalesce(pending_read, is_read)) AS unread
          FROM old_rows GROUP BY folder_id) d
    WHERE f.id = d.folder_id;
  ELSE
    UPDATE mail_folders f SET total = f.total + d.total, unread = f.unread + d.unread
    FROM (SELECT folder_id, sum(total) AS total, sum(unread) AS unread FROM (
            SELECT folder_id, 1 AS total, (NOT coalesce(pending_read, is_read))::int AS unread FROM new_rows
            UNION ALL
            SELECT folder_id, -1, -(NOT coalesce(pending_read, is_read))::int FROM old_rows) c
          GROUP BY folder_id HAVING sum(total) <> 0 OR sum(unread) <> 0) d
    WHERE f.id = d.folder_id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER mail_count_insert AFTER INSERT ON mail_messages REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION tandem_count_mail();
--> statement-breakpoint
CREATE TRIGGER mail_count_delete AFTER DELETE ON mail_messages REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION tandem_count_mail();
--> statement-breakpoint
CREATE TRIGGER mail_count_update AFTER UPDATE ON mail_messages REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION tandem_count_mail();
